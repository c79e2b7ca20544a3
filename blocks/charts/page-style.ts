/** Style of a report page. */
export const pageStyle = `
:root { --back: #ffffff; --text: #1f2933; --soft: #5b6875; --line: #d8dee4; --panel: #f6f8fa }
@media (prefers-color-scheme: dark) {
  :root { --back: #14181d; --text: #e6eaee; --soft: #9aa7b4; --line: #343c45; --panel: #1c2229 }
}
* { box-sizing: border-box }
body { margin: 0 auto; padding: 24px 28px; max-width: 1280px; background: var(--back); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif }
header { display: flex; gap: 16px; align-items: baseline; justify-content: space-between }
h1 { margin: 0; font-size: 22px; font-weight: 600; overflow-wrap: anywhere }
nav { display: flex; gap: 4px; flex: none }
button { padding: 2px 8px; border: 1px solid transparent; border-radius: 6px; background: none; color: var(--soft);
  font: inherit; font-size: 13px; cursor: pointer }
button:hover, button:focus-visible { border-color: var(--line) }
button[aria-pressed='true'] { background: var(--panel); color: var(--text) }
#about { margin: 4px 0 20px; color: var(--soft); font-size: 14px }
#chart { min-height: 440px }
.none { display: grid; place-items: center; height: 440px; border: 1px dashed var(--line); border-radius: 8px; color: var(--soft) }
footer { margin-top: 16px; color: var(--soft); font-size: 12px }
.u-legend { margin-top: 12px; text-align: left; font-size: 14px; font-variant-numeric: tabular-nums }
.u-legend th, .u-legend td { font-weight: 400 }
.u-inline .u-value { min-width: 7.5em; color: var(--text) }
.u-legend .u-marker { width: 14px; height: 4px; border-radius: 2px; vertical-align: middle }
.u-hz .u-cursor-x, .u-hz .u-cursor-y { border-color: var(--soft) }
.u-select { background: rgba(120, 140, 160, 0.18) }
@media print { nav { display: none } }
`
