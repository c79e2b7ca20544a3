/** The stations of the guided tour. Pure. */

export interface TourStep {
  id: 'templates' | 'runs' | 'palette' | 'canvas' | 'inspector' | 'run'
  page: 'start' | 'editor'
  /** What is pointed at, as a CSS selector; where it is not on the page, the step stands in the middle. */
  target: string
}

const all: readonly TourStep[] = [
  { id: 'templates', page: 'start', target: '[data-tour="templates"]' },
  { id: 'runs', page: 'start', target: '[data-tour="runs"]' },
  { id: 'palette', page: 'editor', target: '.ecoki-editor-left' },
  { id: 'canvas', page: 'editor', target: '.ecoki-editor-canvas' },
  { id: 'inspector', page: 'editor', target: '.ecoki-editor-right' },
  { id: 'run', page: 'editor', target: '.ecoki-toolbar' },
]

/** Those who may not design see no templates and no palette, and without any pipeline no editor. */
export function stepsFor({
  mayDesign,
  hasPipeline,
}: {
  mayDesign: boolean
  hasPipeline: boolean
}): TourStep[] {
  return all.filter(({ id, page }) => {
    if (!mayDesign && (id === 'templates' || id === 'palette')) return false
    return page === 'start' || mayDesign || hasPipeline
  })
}

export interface Box {
  top: number
  left: number
  width: number
  height: number
}

export interface Size {
  width: number
  height: number
}

const gap = 12

/** Where the card stands: below what it points at, else above, else beside, always in sight. */
export function cardPlace(target: Box | undefined, card: Size, view: Size): { top: number; left: number } {
  const inside = (value: number, size: number, room: number) =>
    Math.max(gap, Math.min(value, room - size - gap))
  if (!target)
    return {
      top: inside((view.height - card.height) / 2, card.height, view.height),
      left: inside((view.width - card.width) / 2, card.width, view.width),
    }
  const below = target.top + target.height + gap
  const above = target.top - card.height - gap
  const left = inside(target.left, card.width, view.width)
  if (below + card.height + gap <= view.height) return { top: below, left }
  if (above >= gap) return { top: above, left }
  const right = target.left + target.width + gap
  const isRoomRight = right + card.width + gap <= view.width
  return {
    top: inside(target.top + gap, card.height, view.height),
    left: isRoomRight ? right : inside(target.left - card.width - gap, card.width, view.width),
  }
}
