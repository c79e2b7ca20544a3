/** Ids of new pipelines: readable in addresses, and never the same twice. */

/** 'Druckluft, Halle 2' becomes 'druckluft-halle-2-x7k2m9'. */
export function newPipelineId(name: string): string {
  const readable = name
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
  const parts = crypto.getRandomValues(new Uint8Array(6))
  const suffix = Array.from(parts, (part) => (part % 36).toString(36)).join('')
  return `${readable || 'pipeline'}-${suffix}`
}
