/** Cividis, thinned: even in lightness, and the same for people with and without full colour vision. */
const marks = [
  [0, 34, 78],
  [43, 68, 110],
  [87, 93, 109],
  [124, 123, 120],
  [165, 156, 116],
  [211, 193, 100],
  [254, 232, 56],
]

/** The colour of a share from 0 to 1. */
export function heatColour(share: number): string {
  const place = Math.min(1, Math.max(0, share)) * (marks.length - 1)
  const index = Math.min(marks.length - 2, Math.floor(place))
  const mix = marks[index].map((low, c) => Math.round(low + (marks[index + 1][c] - low) * (place - index)))
  return `rgb(${mix.join(' ')})`
}
