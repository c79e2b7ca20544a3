/** Problems with the files that a pipeline names; texts beside the codes. */
import type { Localized } from '#pipeline/block-spec.ts'
import type { Finding } from '#pipeline/issue.ts'

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
} satisfies Record<string, Record<'text' | 'remedy', Localized>>

export function fileFinding(
  code: keyof typeof texts,
  params: Record<string, unknown>,
  field?: string,
): Finding {
  return { code, field, severity: 'error', params: { ...params, ...texts[code] } }
}
