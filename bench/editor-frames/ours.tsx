/** The editor's own canvas with a large pipeline, without the gateway behind it. */
import '@mantine/core/styles.css'
import '../../web/app/app.css'
import '../../web/features/editor/editor.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { z } from 'zod'
import { theme } from '../../web/app/theme.ts'
import { EditorCanvas } from '../../web/features/editor/canvas/EditorCanvas.tsx'
import { canvas } from '../../web/features/editor/canvas/view.ts'
import { makeBlockCatalog } from '../../web/features/editor/state/catalog.ts'
import { EditorContext } from '../../web/features/editor/state/EditorContext.tsx'
import { createEditorStore } from '../../web/features/editor/state/editor-store.ts'
import { startTexts } from '../../web/lib/i18n.ts'
import { queryClient } from '../../web/lib/trpc.ts'
import { framesOf } from './gestures.ts'
import { benchWindow } from './input.ts'

z.config({ jitless: true })
await startTexts()
const { document: pipeline, blocks } = benchWindow().input
const editor = {
  projectId: 'bench',
  store: createEditorStore({ document: pipeline, base: { revision: 1, document: pipeline } }),
  catalog: makeBlockCatalog(blocks),
}
benchWindow().framesOf = framesOf
benchWindow().view = { fit: () => canvas()!.fit(), zoom: (factor) => canvas()!.zoom(factor) }
createRoot(document.getElementById('root')!).render(
  <MantineProvider theme={theme} defaultColorScheme="light">
    <QueryClientProvider client={queryClient}>
      <Suspense>
        <EditorContext value={editor}>
          <EditorCanvas />
        </EditorContext>
      </Suspense>
    </QueryClientProvider>
  </MantineProvider>,
)
