import 'uplot/dist/uPlot.min.css'
import './plot.css'
import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useEffectEvent, useRef } from 'react'
import type { KeyboardEvent } from 'react'
import uPlot from 'uplot'
import type { Palette } from './palette.ts'
import { paletteOf } from './palette.ts'

/** Of x. */
export interface Range {
  min: number
  max: number
}

export interface PlotProps {
  /** What a screen reader says of the picture; the table beside it says the rest. */
  label: string
  height?: number
  /** Options for these colours; another function makes another plot. */
  options(palette: Palette): Omit<uPlot.Options, 'width' | 'height'>
  data: uPlot.AlignedData
  /** The range of x that the person has chosen; null: all of it. */
  onZoom?(range: Range | null): void
  /** For exports of the picture. */
  onReady?(plot: uPlot | null): void
}

/** A uPlot in React: drawn anew in other colours, follows its width, moved by keys. */
export function Plot({ label, height = 260, options, data, onZoom, onReady }: PlotProps) {
  const host = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(null)
  const scheme = useComputedColorScheme('light')
  const tellZoom = useEffectEvent((range: Range | null) => onZoom?.(range))
  const tellReady = useEffectEvent((made: uPlot | null) => onReady?.(made))
  const latestData = useEffectEvent(() => data)

  useEffect(() => {
    const place = host.current!
    const given = options(paletteOf(scheme))
    const made = new uPlot(
      { ...given, width: Math.max(200, place.clientWidth), height, hooks: withZoom(given.hooks, tellZoom) },
      latestData(),
      place,
    )
    plot.current = made
    tellReady(made)
    const observer = new ResizeObserver(() =>
      made.setSize({ width: Math.max(200, place.clientWidth), height }),
    )
    observer.observe(place)
    return () => {
      observer.disconnect()
      made.destroy()
      plot.current = null
      tellReady(null)
    }
  }, [options, scheme, height])

  useEffect(() => {
    if (plot.current && plot.current.data !== data) plot.current.setData(data)
  }, [data])

  const onKeyDown = (event: KeyboardEvent) => plot.current && moveByKey(plot.current, event, onZoom)
  return (
    <div ref={host} className="ecoki-plot" role="img" aria-label={label} tabIndex={0} onKeyDown={onKeyDown} />
  )
}

type Zoom = (range: Range | null) => void

/** Dragging over the picture chooses a range, a double click gives all of it back. */
function withZoom(hooks: uPlot.Hooks.Arrays | undefined, tell: Zoom): uPlot.Hooks.Arrays {
  const onSelect = (plot: uPlot) => {
    const { left, width } = plot.select
    if (width > 0) tell({ min: plot.posToVal(left, 'x'), max: plot.posToVal(left + width, 'x') })
  }
  const onReady = (plot: uPlot) => plot.over.addEventListener('dblclick', () => tell(null))
  return {
    ...hooks,
    setSelect: [...(hooks?.setSelect ?? []), onSelect],
    ready: [...(hooks?.ready ?? []), onReady],
  }
}

/** + and - zoom, arrows move along, 0 shows all. */
function moveByKey(plot: uPlot, event: KeyboardEvent, tell?: Zoom): void {
  const { min, max } = plot.scales.x
  if (min === undefined || max === undefined) return
  const span = max - min
  const ranges: Record<string, Range | null> = {
    '+': { min: min + span / 4, max: max - span / 4 },
    '-': { min: min - span / 2, max: max + span / 2 },
    ArrowLeft: { min: min - span / 5, max: max - span / 5 },
    ArrowRight: { min: min + span / 5, max: max + span / 5 },
    '0': null,
  }
  if (!Object.hasOwn(ranges, event.key) || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  const range = ranges[event.key]
  const xs = plot.data[0]
  if (range) plot.setScale('x', range)
  else if (xs.length > 0) plot.setScale('x', { min: xs[0], max: xs[xs.length - 1] })
  tell?.(range)
}
