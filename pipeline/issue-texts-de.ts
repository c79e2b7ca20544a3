/** German texts of all problems. {name} and {name:format} are filled in by render-text.ts. */
import type { IssueCode } from './issue-codes.ts'
import type { IssueText } from './issue-texts.ts'

export const german: Record<IssueCode, IssueText> = {
  'document-version': {
    message: 'Das Dokument sagt ecoki: {version}; dieses EcoKI liest bis Version {newest}.',
    remedy: 'Öffnen Sie es mit einem neueren EcoKI, oder exportieren Sie es dort in einem älteren Format.',
  },
  'document-unknown-key': {
    message: 'Das Dokument hat einen unbekannten Schlüssel „{key}“ bei {path}.{near:near}',
    remedy: 'Entfernen Sie den Schlüssel oder berichtigen Sie seinen Namen.',
  },
  'document-field': {
    message: 'Das Dokument stimmt nicht bei {path}: {problem}',
    remedy: 'Berichtigen Sie diesen Wert.',
  },
  'too-big': {
    message: 'Zu groß: {what} ist {count:number}, erlaubt sind höchstens {limit:number}.',
    remedy: 'Teilen Sie die Pipeline in kleinere auf, oder wählen Sie weniger Spalten.',
  },
  'parameter-unknown': {
    message: 'Es gibt keinen Parameter „{name}“.{near:near}',
    remedy: 'Legen Sie ihn unter parameters an, oder benutzen Sie einen vorhandenen.',
  },
  'parameter-schema': {
    message: 'Das Schema des Parameters „{name}“ stimmt nicht: {problem:localized}',
    remedy: 'Benutzen Sie nur type, enum, minimum, maximum, pattern, title und description.',
  },
  'parameter-value': {
    message: 'Der Wert des Parameters „{name}“ ist nicht erlaubt: {problem:localized}',
    remedy: 'Geben Sie einen Wert an, der zum Schema des Parameters passt.',
  },
  'nothing-to-run': {
    message: 'Die Pipeline hat keinen Baustein, der laufen könnte.',
    remedy: 'Fügen Sie einen Baustein hinzu, oder schalten Sie einen ein.',
  },
  'node-twice': {
    message: 'Den Namen „{node}“ tragen {count} Knoten.',
    remedy: 'Geben Sie jedem Knoten einen eigenen Namen.',
  },
  'edge-no-node': {
    message: 'Eine Leitung {end:end} Knoten „{node}“, den es nicht gibt.{near:near}',
    remedy: 'Entfernen Sie die Leitung, oder verbinden Sie sie mit einem vorhandenen Knoten.',
  },
  'edge-no-port': {
    message:
      'Eine Leitung {end:end} Anschluss „{port}“ von „{node}“, den es nicht gibt. Es gibt: {known:list}.{near:near}',
    remedy: 'Verbinden Sie die Leitung mit einem der genannten Anschlüsse.',
  },
  cycle: {
    message: 'Die Leitungen bilden einen Kreis: {path:path}.',
    remedy: 'Entfernen Sie eine dieser Leitungen; einen früheren Wert liefert ein Versatz (lag).',
  },
  'block-unknown': {
    message: 'Es gibt keinen Baustein „{block}“.{near:near}',
    remedy: 'Wählen Sie einen Baustein des Katalogs (npx ecoki blocks).',
  },
  'block-version': {
    message: 'Es gibt keine Version {version} des Bausteins „{block}“. Es gibt: {known:list}.',
    remedy: 'Wählen Sie eine dieser Versionen, oder aktualisieren Sie EcoKI.',
  },
  'block-no-streaming': {
    message: 'Der Baustein „{block}“ kann in der Betriebsart {mode} nicht laufen.',
    remedy: 'Nehmen Sie den Baustein heraus, oder ändern Sie die Betriebsart der Pipeline.',
  },
  'block-failed': {
    message: 'Der Baustein „{block}“ konnte seine Eingänge nicht prüfen: {error}',
    remedy: 'Das ist ein Fehler des Bausteins; bitte melden Sie ihn mit der Pipeline.',
  },
  'config-field': {
    message: 'Die Einstellung „{field}“ von „{node}“ stimmt nicht: {problem}',
    remedy: 'Berichtigen Sie die Einstellung; die Hilfe des Bausteins sagt, was möglich ist.',
  },
  'reader-not-inspected': {
    message: 'Es ist noch nicht bekannt, was „{node}“ liest.',
    remedy:
      'Starten Sie die Pipeline (sie sieht zuerst nach), oder lassen Sie den Leser seine Spalten erkennen.',
  },
  'input-missing': {
    message: 'Der Eingang „{port}“ von „{node}“ ist nicht verbunden.',
    remedy: 'Verbinden Sie ihn mit einem Ausgang der Art {expected:type}.',
  },
  'input-twice': {
    message: 'Der Eingang „{port}“ von „{node}“ hat {count} Leitungen: von {from:list}.',
    remedy: 'Lassen Sie eine davon; Tabellen führt ein Verbund (join) zusammen.',
  },
  'port-type': {
    message: 'Der Eingang „{port}“ von „{node}“ nimmt {expected:type}, aber {from} gibt {found:type}.',
    remedy: 'Verbinden Sie einen Ausgang der richtigen Art.',
  },
  'output-unused': {
    message: 'Niemand benutzt, was „{node}“ liefert ({ports:list}).',
    remedy:
      'Verbinden Sie es, oder entfernen Sie den Baustein; wollen Sie nur das Ergebnis exportieren, nehmen Sie diese Warnung an.',
  },
  'node-disabled': {
    message: '„{node}“ ist ausgeschaltet und läuft nicht.',
    remedy: 'Schalten Sie ihn ein, wenn er laufen soll.',
  },
  'node-left-out': {
    message: '„{node}“ läuft nicht, weil er „{because}“ braucht.',
    remedy: 'Schalten Sie „{because}“ ein, oder verbinden Sie etwas anderes.',
  },
  'accepted-unused': {
    message: 'Das Dokument nimmt die Warnung „{code}“ von „{accepted}“ an, die nicht auftritt.',
    remedy:
      'Entfernen Sie sie aus accepted: nur Warnungen, die auftreten, können angenommen werden, Fehler nie.',
  },
  'column-missing': {
    message: 'Es gibt keine Spalte „{column}“.{near:near}',
    remedy: 'Benutzen Sie den Namen einer Spalte, die hier ankommt.',
  },
  'column-type': {
    message: 'Die Spalte „{column}“ ist {found:type}; gebraucht wird {expected:types}.',
    remedy: 'Wählen Sie eine andere Spalte, oder wandeln Sie sie um.',
  },
  'column-exists': {
    message: 'Eine Spalte „{column}“ gibt es schon.',
    remedy: 'Wählen Sie einen anderen Namen für die neue Spalte.',
  },
  'column-nullable': {
    message: 'In der Spalte „{column}“ können Werte fehlen; das ist hier nicht erlaubt.',
    remedy: 'Füllen oder entfernen Sie die fehlenden Werte vorher.',
  },
  unit: {
    message: 'Die Spalte „{column}“ ist in {found:unit}; gebraucht wird {expected:unit}.',
    remedy: 'Rechnen Sie die Einheit um, oder geben Sie beim Einlesen die richtige an.',
  },
  quantity: {
    message:
      'Die Spalte „{column}“ ist {found:quantity}; gebraucht wird {expected:quantity}. EcoKI rechnet das eine nie stillschweigend in das andere um.',
    remedy: 'Rechnen Sie ausdrücklich um, oder geben Sie beim Einlesen die richtige Größe an.',
  },
  kind: {
    message: 'Die Spalte „{column}“ ist {found:kind}; gebraucht wird {expected:kind}.',
    remedy: 'Geben Sie beim Einlesen die richtige Art an, oder bringen Sie die Spalte auf ein Raster.',
  },
  stamp: {
    message: 'Die Zeitstempel der Spalte „{column}“ bedeuten {found:stamp}; gebraucht wird {expected:stamp}.',
    remedy: 'Geben Sie beim Einlesen an, was die Zeitstempel bedeuten, oder verschieben Sie sie.',
  },
  availability: {
    message:
      'Die Spalte „{column}“ ist {found:when} bekannt; sie muss spätestens {expected:when} bekannt sein.',
    remedy: 'Benutzen Sie einen Wert, der früher bekannt ist, zum Beispiel einen Versatz (lag).',
  },
  'time-missing': {
    message: 'Die Tabelle hat keine Zeitspalte.',
    remedy: 'Geben Sie beim Einlesen die Zeitspalte an.',
  },
  'time-zone': {
    message: 'Die Zeitzone der Tabelle ist {found}; gebraucht wird {expected}.',
    remedy: 'Geben Sie beim Einlesen dieselbe Zeitzone an.',
  },
  'grid-uneven': {
    message: 'Die Zeilen nach „{column}“ liegen nicht auf einem gleichmäßigen Raster.',
    remedy: 'Setzen Sie einen Baustein davor, der auf ein Raster bringt (resample).',
  },
  'grid-step': {
    message:
      'Die Tabelle hat alle {found:duration} eine Zeile; gebraucht wird alle {expected:duration} eine.',
    remedy: 'Bringen Sie die Tabelle auf das Raster, das gebraucht wird.',
  },
  'model-method': {
    message: 'Das wurde mit „{found}“ angelernt; gebraucht wird „{expected}“.',
    remedy: 'Verbinden Sie das Anlernen, das zu diesem Baustein gehört.',
  },
  'model-horizon': {
    message: 'Das Modell sagt {found:duration} voraus; gebraucht werden {expected:duration}.',
    remedy: 'Lernen Sie ein Modell mit demselben Horizont an.',
  },
  'metric-missing': {
    message: 'Es gibt keine Kennzahl „{name}“.{near:near}',
    remedy: 'Benutzen Sie eine Kennzahl, die die Bewertung liefert.',
  },
  leak: {
    message:
      'Die Spalte „{column}“ wäre noch nicht bekannt: sie ist {availabilityUs:when} bekannt ({terms:terms}), eine Vorhersage mit {horizonUs:duration} Horizont wird aber {issueOffsetUs:when} des Ziels gemacht.',
    remedy:
      'Versetzen Sie die Spalte (lag), bis sie rechtzeitig bekannt ist, verkürzen Sie den Horizont, oder lassen Sie sie weg.',
  },
  'leak-by-rows': {
    message:
      'Vor der Vorhersage von „{target}“ ({forecasts:list}) werden Zeilen nach „{column}“ ausgewählt; das ist selbst das Vorhergesagte, oder noch nicht bekannt, wenn die Vorhersage gemacht wird.',
    remedy:
      'Wählen Sie Zeilen nach dem aus, was dann bekannt ist (Versatz, Kalender), oder erst hinter der Vorhersage; geben Sie an der Quelle an, welche Spalte im Voraus bekannt ist.',
  },
  'score-in-sample': {
    message:
      '„{node}“ bewertet Vorhersagen von „{apply}“ auf Zeilen, aus denen „{fit}“ gelernt hat: über neue Daten sagt das nichts.',
    remedy:
      'Teilen Sie die Zeilen vorher nach der Zeit: aus einem Teil lernen, den anderen vorhersagen und bewerten.',
  },
  'target-as-feature': {
    message: 'Die Spalte „{column}“ soll sich selbst vorhersagen.',
    remedy: 'Nehmen Sie das Ziel aus den Merkmalen heraus; frühere Werte liefert ein Versatz (lag).',
  },
  'random-split-on-time': {
    message:
      'Die Zeilen sind nach „{column}“ zeitlich geordnet; eine zufällige Teilung zeigt dem Modell die Zukunft seiner Testzeilen.',
    remedy: 'Teilen Sie nach der Zeit.',
  },
}
