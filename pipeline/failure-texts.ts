/** What people are told when a step fails: cause and remedy by code. Blocks may bring their own texts in params. */
import type { Localized } from './block-spec.ts'
import { isLocalized, renderText } from './render-text.ts'
import type { Language } from './render-text.ts'

export interface Failure {
  code: string
  params: Record<string, unknown>
  /** English, for the log; shown where there is no text. */
  message: string
}

type Texts = Record<'text' | 'remedy', Localized>

export const failureTexts: Record<string, Texts> = {
  'block-failed': {
    text: { de: 'Der Baustein ist abgebrochen: {message}', en: 'The block broke off: {message}' },
    remedy: {
      de: 'Das ist ein Fehler des Bausteins. Bitte melden.',
      en: 'This is a mistake in the block. Please report it.',
    },
  },
  internal: {
    text: {
      de: 'EcoKI selbst hat einen Fehler gemacht: {message}',
      en: 'EcoKI itself made a mistake: {message}',
    },
    remedy: {
      de: 'npx ecoki logs worker zeigt mehr. Bitte melden.',
      en: 'npx ecoki logs worker shows more. Please report it.',
    },
  },
  'host-died': {
    text: {
      de: 'Der Prozess, in dem {block} lief, ist {deaths}-mal gestorben: {reason}',
      en: 'The process that ran {block} died {deaths} time(s): {reason}',
    },
    remedy: {
      de: 'Weniger Daten auf einmal verarbeiten oder mehr Speicher bereitstellen.',
      en: 'Process fewer data at once, or provide more memory.',
    },
  },
  'host-not-started': {
    text: {
      de: 'Kein Prozess für den Baustein kam zustande: {reason}',
      en: 'No process for the block came about: {reason}',
    },
    remedy: {
      de: 'Arbeitsspeicher freigeben; der Lauf geht dann von selbst weiter.',
      en: 'Free memory; the run then goes on by itself.',
    },
  },
  'step-timeout': {
    text: { de: 'Kein Ergebnis innerhalb von {seconds} s.', en: 'No result within {seconds} s.' },
    remedy: { de: 'Weniger Daten auf einmal verarbeiten.', en: 'Process fewer data at once.' },
  },
  'disk-full': {
    text: { de: 'Der Datenträger ist voll.', en: 'The disk is full.' },
    remedy: {
      de: 'Platz schaffen; der Lauf geht dann von selbst weiter.',
      en: 'Make room; the run then goes on by itself.',
    },
  },
  'too-many-files': {
    text: { de: 'Zu viele Dateien sind offen.', en: 'Too many files are open.' },
    remedy: {
      de: 'Die Grenze erhöhen (ulimit -n); der Lauf geht von selbst weiter.',
      en: 'Raise the limit (ulimit -n); the run goes on by itself.',
    },
  },
  'database-away': {
    text: { de: 'Die Datenbank antwortet nicht.', en: 'The database does not answer.' },
    remedy: {
      de: 'npx ecoki doctor zeigt, woran es liegt; der Lauf geht von selbst weiter.',
      en: 'npx ecoki doctor shows why; the run goes on by itself.',
    },
  },
  'object-missing': {
    text: {
      de: 'Daten des Laufs sind nicht mehr im Speicher.',
      en: 'Data of the run are no longer in the store.',
    },
    remedy: {
      de: 'Mit npx ecoki rerun LAUF --fresh neu rechnen.',
      en: 'Compute them again: npx ecoki rerun RUN --fresh.',
    },
  },
  'object-damaged': {
    text: {
      de: 'Daten des Laufs sind beschädigt ({reason}).',
      en: 'Data of the run are damaged ({reason}).',
    },
    remedy: {
      de: 'Den Datenträger prüfen, dann mit npx ecoki rerun LAUF --fresh neu rechnen.',
      en: 'Check the disk, then compute them again: npx ecoki rerun RUN --fresh.',
    },
  },
  'archive-file-gone': {
    text: {
      de: 'Eine Datei des Archivs der Messwerte fehlt: {file}.',
      en: 'A file of the archive of samples is gone: {file}.',
    },
    remedy: {
      de: 'Sie aus einer Sicherung wieder in {folder} ablegen, dann neu rechnen.',
      en: 'Put it back into {folder} from a backup, then run again.',
    },
  },
  'archive-file-damaged': {
    text: {
      de: 'Eine Datei des Archivs der Messwerte ist beschädigt: {file}.',
      en: 'A file of the archive of samples is damaged: {file}.',
    },
    remedy: {
      de: 'Den Datenträger prüfen, sie aus einer Sicherung wieder in {folder} ablegen, dann neu rechnen.',
      en: 'Check the disk, put it back into {folder} from a backup, then run again.',
    },
  },
  'too-few-rows': {
    text: {
      de: '{used} vollständige Zeilen sind zu wenige, {needed} sind nötig ({missing} mit fehlenden, {notFinite} mit unendlichen Werten).',
      en: '{used} complete rows are too few, {needed} are needed ({missing} with missing, {notFinite} with not finite values).',
    },
    remedy: {
      de: 'Mehr Daten oder weniger Einflüsse nehmen, Lücken füllen.',
      en: 'Take more data or fewer features, fill gaps.',
    },
  },
  'rank-deficient': {
    text: {
      de: 'Die Spalte {column} sagt nichts, was andere nicht schon sagen ({on:list}).',
      en: 'The column {column} says nothing that others do not say already ({on:list}).',
    },
    remedy: { de: 'Sie weglassen.', en: 'Leave it out.' },
  },
  'rows-not-in-time-order': {
    text: { de: 'Die Zeilen sind nicht nach der Zeit geordnet.', en: 'The rows are not in order of time.' },
    remedy: {
      de: 'Beim Lesen timeStepsBack auf sort setzen.',
      en: 'Set timeStepsBack to sort where they are read.',
    },
  },
  'rows-off-grid': {
    text: { de: 'Zeilen liegen neben dem Zeitraster.', en: 'Rows lie beside the time grid.' },
    remedy: { de: 'Vorher auf das Raster umrechnen (resample).', en: 'Resample them to the grid first.' },
  },
  'too-many-rows': {
    text: { de: '{rows:number} Zeilen wären zu viele.', en: '{rows:number} rows would be too many.' },
    remedy: {
      de: 'Einen größeren Schritt oder eine kürzere Zeit wählen.',
      en: 'Choose a bigger step or a shorter time.',
    },
  },
  'tag-type': {
    text: {
      de: 'Das Signal {tag} hat den Typ {type}, hier kommt {given}.',
      en: 'The tag {tag} has the type {type}, here comes {given}.',
    },
    remedy: {
      de: 'Einen anderen Namen oder den richtigen Typ nehmen.',
      en: 'Take another name, or the right type.',
    },
  },
  'tag-unit': {
    text: {
      de: 'Das Signal {tag} hat die Einheit {unit}, hier kommt {given}.',
      en: 'The tag {tag} has the unit {unit}, here comes {given}.',
    },
    remedy: {
      de: 'Vorher umrechnen oder einen anderen Namen nehmen.',
      en: 'Convert before, or take another name.',
    },
  },
  'tag-quantity': {
    text: {
      de: 'Für das Signal {tag} ist {quantity} festgehalten, hier steht {given}.',
      en: 'The tag {tag} is kept as {quantity}, here it says {given}.',
    },
    remedy: {
      de: 'Die Angabe an der Spalte richtigstellen, vorher umrechnen oder einen anderen Namen nehmen.',
      en: 'Correct what the column says, convert before, or take another name.',
    },
  },
  'tag-availability': {
    text: {
      de: 'Wann die Werte des Signals {tag} bekannt sind, vom Stempel an: im Historian {kept:duration}, an der Spalte {stated:duration}.',
      en: 'When the values of the tag {tag} are known, from their stamp on: {kept:duration} in the historian, {stated:duration} at the column.',
    },
    remedy: {
      de: 'availabilityUs an der Spalte mindestens so groß angeben wie im Historian.',
      en: 'State availabilityUs at the column, at least as large as in the historian.',
    },
  },
  'text-not-storable': {
    text: {
      de: 'Ein Text für {tag} enthält Zeichen, die niemand speichern kann.',
      en: 'A text for {tag} holds characters that cannot be stored.',
    },
    remedy: { de: 'Das Zeichen NUL und halbe Zeichen entfernen.', en: 'Remove NUL and half characters.' },
  },
}

/** Cause and remedy in the reader's language. */
export function describeFailure(
  { code, params, message }: Failure,
  language: Language,
): { text: string; remedy: string } {
  const texts = Object.hasOwn(failureTexts, code) ? failureTexts[code] : undefined
  const of = (own: unknown, known: Localized | undefined) => (isLocalized(own) ? own : known)?.[language]
  const render = (text: string | undefined) => text && renderText(text, { message, ...params }, language)
  return {
    text: render(of(params.text, texts?.text)) || message,
    remedy: render(of(params.remedy, texts?.remedy)) || '',
  }
}
