/** One line of separated values; quotes as in RFC 4180. */

/** Undefined: a quote is not closed, or something stands behind one. */
export function splitLine(line: string, separator: string): string[] | undefined {
  if (!line.includes('"')) return line.split(separator)
  const fields: string[] = []
  let at = 0
  for (;;) {
    const field = line[at] === '"' ? quoted(line, at) : plain(line, at, separator)
    if (!field) return undefined
    fields.push(field.text)
    if (field.end >= line.length) return fields
    if (!line.startsWith(separator, field.end)) return undefined
    at = field.end + separator.length
  }
}

function plain(line: string, start: number, separator: string): { text: string; end: number } {
  const found = line.indexOf(separator, start)
  const end = found === -1 ? line.length : found
  return { text: line.slice(start, end), end }
}

function quoted(line: string, start: number): { text: string; end: number } | undefined {
  let at = start + 1
  for (;;) {
    const quote = line.indexOf('"', at)
    if (quote === -1) return undefined
    if (line[quote + 1] !== '"')
      return { text: line.slice(start + 1, quote).replaceAll('""', '"'), end: quote + 1 }
    at = quote + 2
  }
}
