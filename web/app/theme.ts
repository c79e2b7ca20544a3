/** Calm by rule: grey when all is well, colour only for what is not, one accent for what can be done. */
import { createTheme, Drawer, Menu, Modal, Table, Tooltip } from '@mantine/core'
import type { MantineColorsTuple } from '@mantine/core'

const teal: MantineColorsTuple = [
  '#ebf6f5',
  '#d8ebe9',
  '#b0d6d3',
  '#85c0bc',
  '#5fa9a4',
  '#3f918c',
  '#2a7f7a',
  '#1f6f6b',
  '#175a57',
  '#0f4543',
]

export const theme = createTheme({
  colors: { teal },
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 6 },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  autoContrast: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", "Liberation Mono", monospace',
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.15rem' }, h3: { fontSize: '1rem' } },
  },
  components: {
    // Only the page's main part scrolls, so nothing has to be locked.
    // A dialog's heading is no banner of the page.
    Modal: Modal.extend({
      defaultProps: { lockScroll: false, centered: true, attributes: { header: { role: 'presentation' } } },
    }),
    // An extra element that takes the focus is no item of a menu.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
    Drawer: Drawer.extend({ defaultProps: { lockScroll: false } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 6 } }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 300, events: { hover: true, focus: true, touch: true } },
    }),
  },
})
