/** Problems that only show when files are looked for and readers look at their data; texts beside the codes. */
import type { Localized } from '#pipeline/block-spec.ts'
import type { Finding } from '#pipeline/issue.ts'

type Texts = Record<'text' | 'remedy', Localized>

const nothingMore: Localized = { de: '', en: '' }

const texts = {
  'file-missing': {
    text: {
      de: 'Die Datei {path} kann nicht gelesen werden ({reason}).',
      en: 'The file {path} cannot be read ({reason}).',
    },
    remedy: {
      de: 'Den Pfad berichtigen (er gilt vom Ordner der Pipeline aus), oder --input {node}=PFAD angeben.',
      en: 'Correct the path (it starts at the folder of the pipeline), or give --input {node}=PATH.',
    },
  },
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
  'input-no-node': {
    text: {
      de: '--input nennt {name}; einen solchen Knoten gibt es nicht.',
      en: '--input names {name}; there is no such node.',
    },
    remedy: { de: 'Die Knoten sind: {known}.', en: 'The nodes are: {known}.' },
  },
  'input-no-file': {
    text: {
      de: '--input nennt {name}; dieser Knoten liest keine Datei.',
      en: '--input names {name}; this node reads no file.',
    },
    remedy: { de: 'Einen Knoten angeben, der eine Datei liest.', en: 'Name a node that reads a file.' },
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
