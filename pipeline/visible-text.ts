/**
 * Text that a terminal or a page shows as it is. Control characters (C0, DEL, C1), line separators and the marks
 * that turn the direction of writing can hide or feign what is there: names may not hold them, and texts that come
 * from data show them as \uXXXX.
 */
const hidden = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/** Does every character show? */
export function isVisible(text: string): boolean {
  return text.search(hidden) < 0
}

/** One line; what does not show is written as \uXXXX. */
export function visible(text: string): string {
  return text.replace(hidden, escaped)
}

/** The same for texts of several lines. */
export function visibleLines(text: string): string {
  return text.replace(hidden, (sign) => (sign === '\n' || sign === '\t' ? sign : escaped(sign)))
}

/** JSON with line breaks, in which everything shows; equal to JSON.stringify for a program. */
export function visibleJson(value: unknown): string {
  return visibleLines(JSON.stringify(value, null, 2))
}

function escaped(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`
}
