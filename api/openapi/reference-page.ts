/** The description of the API as one page to read: no script, nothing from elsewhere. */

interface Operation {
  summary?: string
  requestBody?: { content: Record<string, { schema: unknown }> }
  responses?: Record<string, { content?: Record<string, { schema: unknown }> }>
}

export function referencePage(description: object): string {
  const { info, paths } = description as {
    info: { title: string; version: string; description: string }
    paths: Record<string, { post: Operation }>
  }
  const groups = Map.groupBy(Object.keys(paths).sort(), (path) => path.split('/')[1])
  const sections = [...groups].map(
    ([group, members]) =>
      `<h2 id="${group}">${group}</h2>${members.map((path) => operation(path, paths[path].post)).join('')}`,
  )
  const links = [...groups.keys()].map((group) => `<a href="#${group}">${group}</a>`)
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${info.title} API ${info.version}</title>
<meta name="viewport" content="width=device-width"></head><body><h1>${info.title} API ${info.version}</h1>
<p>${escape(info.description)} Machine-readable: <a href="openapi.json">openapi.json</a>.</p>
<p>Show a token as <code>Authorization: Bearer TOKEN</code>. Refusals carry <code>code</code>, <code>params</code>,
<code>fieldErrors</code> and <code>requestId</code>.</p><nav>${links.join(' · ')}</nav>${sections.join('')}</body></html>`
}

function operation(path: string, { summary = '', requestBody, responses }: Operation): string {
  const input = schemaText(requestBody?.content)
  const output = schemaText(responses?.['200']?.content)
  return `<h3>POST /api/v1${escape(path)}</h3><p>${escape(summary)}</p>
<details><summary>Input</summary><pre>${input}</pre></details>
<details><summary>Output</summary><pre>${output}</pre></details>`
}

function schemaText(content: Record<string, { schema: unknown }> | undefined): string {
  return escape(JSON.stringify(content?.['application/json']?.schema ?? {}, null, 2))
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
