/** The wheel over the picture goes closer and wider, dragging its time axis goes along. */
import type uPlot from 'uplot'
import type { Range } from '../../components/charts/Plot.tsx'

const settleMs = 120

export function moveByPointer(plot: uPlot, tell: (range: Range) => void): void {
  plot.over.addEventListener('wheel', wheel(plot, tell), { passive: false })
  const axis = plot.root.querySelector<HTMLElement>('.u-axis')
  if (!axis) return
  axis.style.cursor = 'ew-resize'
  axis.style.touchAction = 'none'
  axis.addEventListener('pointerdown', (event) => dragAlong(plot, { axis, event, tell }))
}

/** Shown at once, asked for when the wheel rests. */
function wheel(plot: uPlot, tell: (range: Range) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined
  return (event: WheelEvent) => {
    event.preventDefault()
    const { min, max } = plot.scales.x
    if (min === undefined || max === undefined) return
    const range = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY) ? along : around
    const next = range({ min, max }, event, plot)
    plot.setScale('x', next)
    clearTimeout(timer)
    timer = setTimeout(() => tell(next), settleMs)
  }
}

function along({ min, max }: Range, { deltaX, deltaY }: WheelEvent): Range {
  const by = ((max - min) / 8) * Math.sign(deltaX || deltaY)
  return { min: min + by, max: max + by }
}

function around({ min, max }: Range, { deltaY, clientX }: WheelEvent, plot: uPlot): Range {
  const at = plot.posToVal(clientX - plot.over.getBoundingClientRect().left, 'x')
  const factor = deltaY < 0 ? 0.8 : 1.25
  return { min: at - (at - min) * factor, max: at + (max - at) * factor }
}

interface Drag {
  axis: HTMLElement
  event: PointerEvent
  tell(range: Range): void
}

function dragAlong(plot: uPlot, { axis, event, tell }: Drag): void {
  const { min, max } = plot.scales.x
  if (min === undefined || max === undefined) return
  const rangeAt = ({ clientX }: PointerEvent): Range => {
    const by = ((event.clientX - clientX) / plot.over.clientWidth) * (max - min)
    return { min: min + by, max: max + by }
  }
  const ending = new AbortController()
  axis.setPointerCapture(event.pointerId)
  axis.addEventListener('pointermove', (moved) => plot.setScale('x', rangeAt(moved)), {
    signal: ending.signal,
  })
  const end = (up: PointerEvent) => {
    ending.abort()
    if (up.clientX !== event.clientX) tell(rangeAt(up))
  }
  axis.addEventListener('pointerup', end, { signal: ending.signal })
  axis.addEventListener('pointercancel', end, { signal: ending.signal })
}
