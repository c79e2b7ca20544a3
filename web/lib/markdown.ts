/** The little Markdown that docs and articles are written in, as data: nothing in it can become markup of the page. */

export type Inline =
  | { kind: 'text' | 'strong' | 'em' | 'code'; text: string }
  /** Only addresses of the web; shown with where it leads. */
  | { kind: 'link'; text: string; href: string }

export type Block =
  | { kind: 'heading'; level: number; inline: Inline[] }
  | { kind: 'paragraph'; inline: Inline[] }
  | { kind: 'list'; isOrdered: boolean; items: Inline[][] }
  | { kind: 'code'; text: string }

export function parseMarkdown(text: string): Block[] {
  const blocks: Block[] = []
  const lines = text.split(/\r?\n/)
  let at = 0
  while (at < lines.length) {
    const { block, next } = takeBlock(lines, at)
    if (block) blocks.push(block)
    at = next
  }
  return blocks
}

interface Taken {
  block?: Block
  /** The line after it. */
  next: number
}

const listItem = /^\s*(?:[-*]|\d+[.)])\s+/

function takeBlock(lines: string[], at: number): Taken {
  const line = lines[at]
  if (line.trim() === '') return { next: at + 1 }
  if (line.startsWith('```')) return takeCode(lines, at)
  const heading = /^(#{1,6})\s+(.*)$/.exec(line)
  if (heading)
    return {
      block: { kind: 'heading', level: heading[1].length, inline: parseInline(heading[2]) },
      next: at + 1,
    }
  return listItem.test(line) ? takeList(lines, at) : takeParagraph(lines, at)
}

function takeCode(lines: string[], at: number): Taken {
  const close = lines.findIndex((line, index) => index > at && line.startsWith('```'))
  const end = close < 0 ? lines.length : close
  return { block: { kind: 'code', text: lines.slice(at + 1, end).join('\n') }, next: end + 1 }
}

function takeList(lines: string[], at: number): Taken {
  const items: string[] = []
  let next = at
  for (; next < lines.length && lines[next].trim() !== ''; next++) {
    if (listItem.test(lines[next])) items.push(lines[next].replace(listItem, ''))
    else items[items.length - 1] += ` ${lines[next].trim()}`
  }
  const isOrdered = /^\s*\d/.test(lines[at])
  return { block: { kind: 'list', isOrdered, items: items.map(parseInline) }, next }
}

function takeParagraph(lines: string[], at: number): Taken {
  let next = at + 1
  while (
    next < lines.length &&
    lines[next].trim() !== '' &&
    !/^(?:```|#{1,6}\s)/.test(lines[next]) &&
    !listItem.test(lines[next])
  )
    next++
  const text = lines
    .slice(at, next)
    .map((line) => line.trim())
    .join(' ')
  return { block: { kind: 'paragraph', inline: parseInline(text) }, next }
}

const marks = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s](?:[^*]*[^*\s])?)\*|\[([^\]]+)\]\((https?:\/\/[^)\s]+)\)/g

function parseInline(text: string): Inline[] {
  const parts: Inline[] = []
  let from = 0
  for (const match of text.matchAll(marks)) {
    if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) })
    parts.push(markOf(match))
    from = match.index + match[0].length
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) })
  return parts
}

function markOf([, code, strong, em, label, href]: RegExpExecArray | RegExpMatchArray): Inline {
  if (code !== undefined) return { kind: 'code', text: code }
  if (strong !== undefined) return { kind: 'strong', text: strong }
  if (em !== undefined) return { kind: 'em', text: em }
  return { kind: 'link', text: label, href }
}
