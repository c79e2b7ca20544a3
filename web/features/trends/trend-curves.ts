/** Points of the historian and values that have just come in, as lines: never across what is missing. */
import type { LiveValue } from '../../lib/live-effects.ts'
import type { Outputs } from '../../lib/trpc.ts'

export type TagPoints = Outputs['historian']['points'][number]

/** Epoch µs. */
export interface Window {
  fromUs: number
  toUs: number
}

export interface Line {
  /** Rising. */
  x: number[]
  /** null: the line ends here. */
  y: (number | null)[]
}

type Dot = [timeUs: number, value: number | null]

export function lineOf(points: TagPoints, live: readonly LiveValue[], window: Window): Line {
  const dots = points.firstUs.flatMap((_, i) => pixelDots(points, i))
  const { before, gaps } = points
  if (before) dots.push([before.timeUs, before.quality < 2 ? before.value : null])
  const newestUs = points.lastUs.at(-1) ?? -Infinity
  for (const value of live)
    if (value.timeUs > newestUs) dots.push([value.timeUs, value.quality < 2 ? numberOf(value) : null])
  for (const { fromUs } of gaps) dots.push([fromUs + 0.5, null])
  dots.sort(([a], [b]) => a - b)
  const inside = dots.filter(([timeUs]) => timeUs >= window.fromUs && timeUs <= window.toUs)
  const held = dots.findLast(([timeUs]) => timeUs < window.fromUs)
  // What held when the picture begins; nothing where something is missing since.
  if (held && held[1] !== null) inside.unshift([window.fromUs, held[1]])
  return { x: inside.map(([timeUs]) => timeUs), y: inside.map(([, value]) => value) }
}

/** The first and the last value at their times, the lowest and the highest between them. */
function pixelDots({ firstUs, lastUs, min, max, first, last }: TagPoints, i: number): Dot[] {
  const [from, to] = [firstUs[i], lastUs[i]]
  if (from === to || min[i] === null) return [[from, max[i]]]
  const third = (to - from) / 3
  return [
    [from, first[i]],
    [from + third, min[i]],
    [from + 2 * third, max[i]],
    [to, last[i]],
  ]
}

function numberOf({ value }: LiveValue): number | null {
  const number =
    typeof value === 'boolean' ? Number(value) : typeof value === 'string' ? Number(value) : value
  return number !== null && Number.isFinite(number) ? number : null
}

export type StripKind = 'good' | 'uncertain' | 'bad' | 'gap'

export interface StripPart extends Window {
  kind: StripKind
}

const kinds: StripKind[] = ['good', 'uncertain', 'bad', 'bad']

/** How good a tag's samples are along the picture: each holds until the next, or until something is missing. */
export function stripOf(points: TagPoints, window: Window, nowUs: number): StripPart[] {
  const { firstUs, worst, before, gaps } = points
  const begins: [number, number][] = firstUs.map((at, i) => [at, worst[i]])
  if (before) begins.unshift([before.timeUs, before.quality])
  const parts: StripPart[] = []
  for (const [i, [fromUs, quality]] of begins.entries()) {
    const next = begins[i + 1]?.[0] ?? Math.min(window.toUs, nowUs)
    const gap = gaps.find((one) => one.toUs > fromUs && one.fromUs < next)
    addPart(parts, { fromUs, toUs: gap ? Math.max(fromUs, gap.fromUs) : next, kind: kinds[quality] })
  }
  const missing = gaps.map(({ fromUs, toUs }) => ({ fromUs, toUs, kind: 'gap' as const }))
  return [...parts, ...missing].map((part) => clip(part, window)).filter((part) => part.toUs >= part.fromUs)
}

function addPart(parts: StripPart[], part: StripPart): void {
  const last = parts.at(-1)
  if (last?.kind === part.kind && last.toUs >= part.fromUs) last.toUs = Math.max(last.toUs, part.toUs)
  else parts.push(part)
}

function clip({ fromUs, toUs, kind }: StripPart, window: Window): StripPart {
  return { kind, fromUs: Math.max(fromUs, window.fromUs), toUs: Math.min(toUs, window.toUs) }
}
