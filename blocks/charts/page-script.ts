/** Script of a report page: draws the chart of the element #data with uPlot. Plain JavaScript for browsers. */
export const pageScript = `
'use strict'
const chart = JSON.parse(document.getElementById('data').textContent)
const host = document.getElementById('chart')
const dark = matchMedia('(prefers-color-scheme: dark)')
const palettes = {
  light: ['#0072b2', '#d55e00', '#009e73', '#b0579a', '#a87400', '#3a9bd0', '#6b6b6b', '#8c2d04'],
  dark: ['#56b4e9', '#f0803c', '#2fc79a', '#de93c4', '#e6b23c', '#9ad0f5', '#b5b5b5', '#ff9d6b'],
}
const texts = {
  de: { rows: 'Zeilen', reduced: { line: 'gezeigt sind Minimum und Maximum je Bildpunkt', scatter: 'ein Punkt steht für alle Zeilen seiner Rasterzelle' },
    none: 'Keine Werte vorhanden', zone: 'Zeitzone', time: 'Zeit', ideal: 'beide gleich' },
  en: { rows: 'rows', reduced: { line: 'minimum and maximum of every pixel are shown', scatter: 'one point stands for all rows of its grid cell' },
    none: 'No values', zone: 'time zone', time: 'Time', ideal: 'both equal' },
}
let language = navigator.language.startsWith('de') ? 'de' : 'en'
let plot = null

function number(value) {
  return value == null ? '–' : new Intl.NumberFormat(language, { maximumSignificantDigits: 6 }).format(value)
}

function date(seconds, options) {
  return new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', { timeZone: chart.x.zone, ...options }).format(seconds * 1000)
}

const minute = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' }

function timeTicks(plot, splits, axis, space, step) {
  let day = ''
  return splits.map((at) => {
    if (step >= 28 * 86400) return date(at, { month: 'short', year: 'numeric' })
    const today = date(at, { day: 'numeric', month: 'short' })
    if (step >= 86400) return today
    const clock = date(at, step < 60 ? { hour: '2-digit', minute: '2-digit', second: '2-digit' } : { hour: '2-digit', minute: '2-digit' })
    const text = today === day ? clock : clock + '\\n' + today
    day = today
    return text
  })
}

function titled(axis, unit) {
  return unit && axis.label ? axis.label + ' [' + unit + ']' : axis.label || unit
}

/** One ascending x for all series; a series has undefined where it has no point. */
function joined() {
  const scale = chart.x.zone ? 1e-6 : 1
  const at = chart.series.map(() => 0)
  const data = [[], ...chart.series.map(() => [])]
  for (;;) {
    const next = Math.min(...chart.series.map((series, s) => series.x[at[s]] ?? Infinity))
    if (next === Infinity) return data
    data[0].push(next * scale)
    chart.series.forEach((series, s) => {
      data[s + 1].push(series.x[at[s]] === next ? series.y[at[s]++] : undefined)
    })
  }
}

/** The nearest point that the series itself has. */
function nearest(plot, s, index, x) {
  if (s === 0) return index
  const [xs, ys] = [plot.data[0], plot.data[s]]
  const walk = (by) => { let i = index; while (i >= 0 && i < xs.length && ys[i] === undefined) i += by; return i }
  const [left, right] = [walk(-1), walk(1)]
  if (left < 0) return right
  if (right >= xs.length) return left
  return x - xs[left] <= xs[right] - x ? left : right
}

/** Rows between two gaps would leave no line: they get a point. */
function lonely(plot, s, show, gaps) {
  const ys = plot.data[s]
  const neighbour = (i, by) => { i += by; while (i >= 0 && i < ys.length && ys[i] === undefined) i += by; return ys[i] }
  const found = []
  for (let i = 0; i < ys.length; i++) if (ys[i] != null && neighbour(i, -1) == null && neighbour(i, 1) == null) found.push(i)
  return found
}

function short(text) {
  return text.length > 50 ? text.slice(0, 49) + '…' : text
}

function seriesOptions(series, s, colours) {
  const unit = chart.units.y[series.axis][language]
  const own = {
    label: unit ? series.name + ' [' + unit + ']' : series.name,
    scale: 'y' + series.axis,
    stroke: colours[s % colours.length],
    width: 1.5,
    value: (plot, value) => number(value),
  }
  if (chart.kind === 'line') return { ...own, points: { show: true, size: 5, fill: own.stroke, filter: lonely } }
  return { ...own, paths: () => null, points: { show: true, size: 5, width: 0, fill: own.stroke + '99', stroke: 'transparent' } }
}

function axisOptions(axis, unit, y) {
  const css = getComputedStyle(document.documentElement)
  const [soft, line] = ['--soft', '--line'].map((name) => css.getPropertyValue(name))
  const font = '12px ' + getComputedStyle(document.body).fontFamily
  return {
    label: short(titled(axis, unit)), labelFont: '13px ' + getComputedStyle(document.body).fontFamily, labelGap: 4, labelSize: 26,
    stroke: soft, font, ticks: { stroke: line, width: 1, size: 6 }, gap: 6,
    grid: { show: y !== 1, stroke: line, width: 1 },
  }
}

function widest(plot, values) {
  if (!values) return 50
  plot.ctx.save()
  plot.ctx.font = '12px ' + getComputedStyle(document.body).fontFamily
  const width = Math.max(...values.map((text) => plot.ctx.measureText(text).width))
  plot.ctx.restore()
  return Math.ceil(width) + 18
}

function diagonal(plot) {
  if (!chart.diagonal) return
  const low = Math.max(plot.scales.x.min, plot.scales.y0.min)
  const high = Math.min(plot.scales.x.max, plot.scales.y0.max)
  if (!(low < high)) return
  const css = getComputedStyle(document.documentElement)
  plot.ctx.save()
  plot.ctx.strokeStyle = css.getPropertyValue('--soft')
  plot.ctx.lineWidth = devicePixelRatio
  plot.ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio])
  plot.ctx.beginPath()
  plot.ctx.moveTo(plot.valToPos(low, 'x', true), plot.valToPos(low, 'y0', true))
  plot.ctx.lineTo(plot.valToPos(high, 'x', true), plot.valToPos(high, 'y0', true))
  plot.ctx.stroke()
  plot.ctx.restore()
}

function options() {
  const colours = palettes[dark.matches ? 'dark' : 'light']
  const isTime = chart.x.zone !== undefined
  const zoned = (seconds) => uPlot.tzDate(new Date(seconds * 1000), chart.x.zone)
  const xAxis = { label: isTime ? texts[language].time + ' (' + chart.x.zone + ')' : chart.x.label }
  return {
    width: Math.max(320, host.clientWidth), height: 440,
    ...(isTime && { tzDate: zoned }),
    legend: { markers: { width: 0, fill: (plot, s) => colours[(s - 1) % colours.length] } },
    cursor: { dataIdx: nearest, drag: { x: true, y: chart.kind === 'scatter' }, points: { size: 8 } },
    scales: { x: { time: isTime } },
    series: [
      { label: isTime ? texts[language].time : titled(chart.x, chart.units.x[language]), value: (plot, x) => x == null ? '–' : isTime ? date(x, minute) : number(x) },
      ...chart.series.map((series, s) => seriesOptions(series, s, colours)),
    ],
    axes: [
      { ...axisOptions(xAxis, isTime ? '' : chart.units.x[language]), ...(isTime ? { values: timeTicks, space: 70, size: 46 } : { values: (plot, splits) => splits.map(number), space: 60, size: 34 }) },
      ...chart.y.map((axis, y) => ({ ...axisOptions(axis, chart.units.y[y][language], y), scale: 'y' + y, side: y === 0 ? 3 : 1, size: widest, values: (plot, splits) => splits.map(number) })),
    ],
    hooks: { draw: [diagonal] },
  }
}

function about() {
  const words = texts[language]
  const parts = [number(chart.rows) + ' ' + words.rows]
  const { zone, from, to } = chart.x
  if (zone && from != null) parts.push(date(from / 1e6, minute) + ' – ' + date(to / 1e6, minute))
  if (chart.reduced) parts.push(words.reduced[chart.kind])
  if (chart.diagonal) parts.push('- - - ' + words.ideal)
  return parts.join(' · ')
}

function draw() {
  document.documentElement.lang = language
  document.getElementById('about').textContent = about()
  for (const button of document.querySelectorAll('button')) button.setAttribute('aria-pressed', String(button.dataset.language === language))
  if (plot) plot.destroy()
  host.textContent = ''
  plot = null
  if (chart.series.every((series) => series.y.every((value) => value === null))) {
    const note = document.createElement('div')
    note.className = 'none'
    note.textContent = texts[language].none
    host.append(note)
    return
  }
  plot = new uPlot(options(), joined(), host)
}

for (const button of document.querySelectorAll('button')) {
  button.addEventListener('click', () => { language = button.dataset.language; draw() })
}
dark.addEventListener('change', draw)
function fit() {
  const width = Math.max(320, host.clientWidth)
  if (plot && plot.width !== width) plot.setSize({ width, height: 440 })
}
new ResizeObserver(() => requestAnimationFrame(fit)).observe(host)
draw()
`
