/** Problems that only show when readers look at their data; texts beside the codes. */
import type { Localized } from '#pipeline/block-spec.ts'
import type { Finding } from '#pipeline/issue.ts'

type Texts = Record<'text' | 'remedy', Localized>

const nothingMore: Localized = { de: '', en: '' }

const texts = {
  'file-not-uploaded': {
    text: {
      de: 'Die Datei {path} wurde nicht hochgeladen; das Gateway öffnet keine Pfade.',
      en: 'The file {path} was not uploaded; the gateway opens no paths.',
    },
    remedy: {
      de: 'Die Datei im Feld des Bausteins hochladen.',
      en: "Upload the file in the block's field.",
    },
  },
  'worker-lacks-block': {
    text: {
      de: 'Kein laufender Worker kennt {blocks}; der Lauf wartet auf einen.',
      en: 'No running worker knows {blocks}; the run waits for one.',
    },
    remedy: {
      de: 'EcoKI neu starten (npm stop, npm start); npx ecoki doctor zeigt, was läuft.',
      en: 'Restart EcoKI (npm stop, npm start); npx ecoki doctor shows what runs.',
    },
  },
  'mode-streaming': {
    text: {
      de: 'Diese Pipeline ist für den Dauerbetrieb (mode: streaming); ein Lauf ist einmalig.',
      en: 'This pipeline streams (mode: streaming); a run is done once.',
    },
    remedy: {
      de: 'mode auf batch setzen, um sie einmal laufen zu lassen. Der Dauerbetrieb gehört noch nicht zu dieser Version.',
      en: 'Set mode to batch to run it once. This version does not stream yet.',
    },
  },
} satisfies Record<string, Texts>

export function prepareFinding(
  code: keyof typeof texts,
  params: Record<string, unknown>,
  field?: string,
): Finding {
  return {
    code,
    field,
    severity: code === 'worker-lacks-block' ? 'warning' : 'error',
    params: { ...params, ...texts[code] },
  }
}

/** What the reader refused, in its own words where it has them. */
export function readerRefused(params: Record<string, unknown>): Finding {
  const message = String(params.message)
  return {
    code: 'reader-refused',
    params: { text: { de: message, en: message }, remedy: nothingMore, ...params },
  }
}
