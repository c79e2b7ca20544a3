/** Texts that were planted somewhere, and the search for them in whatever was written since, in the forms that programs give to texts. */
import { randomBytes } from 'node:crypto'

export interface Canary {
  name: string
  bytes: Buffer
}

/** A found canary: never the text itself, which would then stand in a report. */
export interface Hit {
  canary: string
  form: string
  place: string
}

export interface Place {
  name: string
  content: Buffer
}

/** A new text with all that escaping changes: blanks, quotes, signs of addresses, letters beyond ASCII. */
export function newSecretText(): string {
  return `Kanärie "${randomBytes(9).toString('base64')}" /+&=${randomBytes(9).toString('hex')}`
}

export function canaryOf(name: string, value: string | Buffer): Canary {
  const bytes = Buffer.from(value)
  if (bytes.length < 16) throw new Error(`${name} is so short that it could be found by chance`)
  return { name, bytes }
}

/** Every canary in every form in every place. */
export function findCanaries(canaries: Canary[], places: Place[]): Hit[] {
  return canaries.flatMap((canary) => {
    const forms = [...formsOf(canary.bytes)]
    return places.flatMap(({ name, content }) =>
      forms
        .filter(([, bytes]) => content.includes(bytes))
        .map(([form]) => ({ canary: canary.name, form, place: name })),
    )
  })
}

/** How a text may stand in a file or an answer. */
export function formsOf(bytes: Buffer): Map<string, Buffer> {
  const text = bytes.toString('utf8')
  const json = JSON.stringify(text).slice(1, -1)
  const forms: Record<string, string | Buffer> = {
    plain: bytes,
    json,
    'json in json': JSON.stringify(json).slice(1, -1),
    'json in ASCII': json.replaceAll(/[^\0-\x7f]/gu, asEscape),
    url: encodeURIComponent(text),
    'url of json': encodeURIComponent(json),
    form: new URLSearchParams({ t: text }).toString().slice(2),
    hex: bytes.toString('hex'),
    HEX: bytes.toString('hex').toUpperCase(),
    html: text.replaceAll('&', '&amp;').replaceAll('"', '&quot;'),
    'sql or csv': text.replaceAll('"', '""'),
  }
  for (const offset of [0, 1, 2]) {
    forms[`base64 ${offset}`] = base64At(bytes, offset)
    forms[`base64url ${offset}`] = base64At(bytes, offset).replaceAll('+', '-').replaceAll('/', '_')
  }
  return new Map(Object.entries(forms).map(([name, form]) => [name, Buffer.from(form)]))
}

/** The characters that depend on these bytes alone when `offset` others stand before them in their group of three. */
function base64At(bytes: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replaceAll('=', '')
  const isWhole = (offset + bytes.length) % 3 === 0
  return text.slice([0, 2, 3][offset], isWhole ? undefined : -1)
}

function asEscape(character: string): string {
  return [...character].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')
}
