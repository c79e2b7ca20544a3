/** What of the editor's frame is open, and what commands ask of it. */
import { create } from 'zustand'

export type SidePanel = 'inspector' | 'problems' | 'versions'

export interface EditorUi {
  side: SidePanel
  isTable: boolean
  isPaletteOpen: boolean
  isSheetOpen: boolean
}

export const useUi = create<EditorUi>(() => ({
  side: 'inspector',
  isTable: false,
  isPaletteOpen: true,
  isSheetOpen: false,
}))

export function showSide(side: SidePanel): void {
  useUi.setState({ side })
}
