/** One self-contained HTML page of a chart: works from a file, without a network, in light and dark, German and English. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Localized } from '#pipeline/block-spec.ts'
import type { Chart } from './chart.ts'
import { pageScript } from './page-script.ts'
import { pageStyle } from './page-style.ts'
import { unitLabel } from '#pipeline/unit-label.ts'

export async function renderReport(chart: Chart): Promise<string> {
  const [script, style, licence] = await Promise.all([
    asset('uplot/dist/uPlot.iife.min.js'),
    asset('uplot/dist/uPlot.min.css'),
    asset('uplot/LICENSE'),
  ])
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(chart.title)}</title>
<style>${style}${pageStyle}</style>
</head>
<body>
<header>
<h1>${escapeHtml(chart.title)}</h1>
<nav><button type="button" data-language="de">Deutsch</button><button type="button" data-language="en">English</button></nav>
</header>
<p id="about"></p>
<main id="chart"></main>
<noscript><p>Diagramme brauchen JavaScript. Charts need JavaScript.</p></noscript>
<footer>EcoKI</footer>
<script type="application/json" id="data">${scriptJson(withUnits(chart))}</script>
<script>/* uPlot
${licence.replaceAll('*/', '* /')}*/
${inScript(script)}</script>
<script>${inScript(pageScript)}</script>
</body>
</html>
`
}

function asset(name: string): Promise<string> {
  return readFile(createRequire(import.meta.url).resolve(name), 'utf8')
}

/** Text in HTML and in its attributes. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (character) => entities[character])
}

/** JSON that cannot end its script element. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c')
}

/** Our own and uPlot's code: a safeguard, neither holds an end tag. */
function inScript(code: string): string {
  return code.replace(/<\/(script)/gi, '<\\/$1')
}

function withUnits(chart: Chart): Chart & { units: { x: Localized; y: Localized[] } } {
  return { ...chart, units: { x: unitLabel(chart.x), y: chart.y.map(unitLabel) } }
}
