/** What people read about read-csv. */
import type { Localized } from '#pipeline/block-spec.ts'

export const docs: Localized = {
  en: `Reads a CSV file: one row per line, one column per separator.

**Detected and shown.** Separator, decimal mark, digit groups, encoding (UTF-8, UTF-16, Windows-1252, Latin-1), byte order mark, lines in front of the header, header, date formats, types and time grid are found out from the whole file and frozen into \`detected\`. A later run whose data differ (a column missing or new, another type, a value missing where none was, rows off the grid) fails with the difference. Every setting you state is taken as it is.

**Types.** Whole numbers are integer (int64), decimal numbers the nearest double, \`true\`/\`false\` boolean, dates time, all else text. A whole number that its column cannot hold exactly (beyond int64 among whole numbers, beyond 2^53 among decimals or where \`number\` is stated) and a number too large for a double do not fit: they are bad cells, never rounded silently. Digits with zeros in front (postcodes, batch numbers: 00123) are text until you state another type. \`nan\` is a value, not a missing one; what is missing is listed in \`missingTokens\`. A column without any value is integer.

**Time.** \`dateFormat\` is in strptime letters (\`%d/%m/%Y %H:%M\`; one or two digits each), or \`iso\`, \`iso-offset\`, \`epoch-s\`, \`epoch-ms\`, \`epoch-us\`. Where day and month could be exchanged (03/04/2024), the steps between all times of the file decide; where they do not, a warning (\`read-csv.date-order\`) names the format taken until you state \`dateFormat\`. Clock readings without offset are meant in \`zone\`. In the doubled hour of autumn \`doubledHour\` takes the \`earlier\` or the \`later\` instant, or tells them apart \`by-order\` of the rows; readings in the missing hour of spring are refused or shifted by the jump. A time that steps back is refused with its lines, until \`timeStepsBack\` says \`sort\` or \`midnight-belongs-to-day-before\` (interval ends at 0:00 that carry the day that just ended).

**When is a value known?** \`stamp\` says whether a row's time is an instant or the start or end of an interval. A value of an interval stamped at its start is known one step later; lab values that come later get \`availabilityUs\` in their column's settings; \`null\` means known in advance.

**Bad rows.** Rows with too many or too few cells, and cells that do not fit their column, are refused with line numbers; \`onBadRow: skip\` leaves them out and logs how many and which. A column is text when more than a tenth of its cells is no number or date. Blank lines are left out.

The time grid is the most frequent step; rows of one time do not count. An empty file gives a table without rows; one row has no grid: state it with \`grid\` (\`15 min\`); a column of missing values stays missing.

Example: \`{ "file": "meter.csv", "zone": "Europe/Berlin", "stamp": "interval-end", "columns": [{ "source": "kWh", "unit": "kW.h", "kind": "amount" }] }\``,
  de: `Liest eine CSV-Datei: eine Zeile je Datensatz, eine Spalte je Trennzeichen.

**Erkannt und gezeigt.** Trennzeichen, Dezimalzeichen, Tausendertrennung, Kodierung (UTF-8, UTF-16, Windows-1252, Latin-1), Byte Order Mark, Zeilen vor der Kopfzeile, Kopfzeile, Datumsformate, Typen und Zeitraster werden aus der ganzen Datei ermittelt und in \`detected\` festgeschrieben. Ein späterer Lauf mit abweichenden Daten (Spalte fehlt oder ist neu, anderer Typ, ein fehlender Wert, wo keiner fehlte, Zeilen neben dem Raster) scheitert mit dem Unterschied. Was Sie selbst angeben, gilt.

**Typen.** Ganze Zahlen werden integer (int64), Dezimalzahlen das nächste Double, \`true\`/\`false\` boolean, Daten time, alles andere Text. Eine ganze Zahl, die ihre Spalte nicht genau fassen kann (jenseits von int64 unter ganzen Zahlen, jenseits von 2^53 unter Dezimalzahlen oder wo \`number\` angegeben ist), und eine Zahl, die für ein Double zu groß ist, passen nicht: Sie sind fehlerhafte Zellen und werden nie still gerundet. Ziffern mit führenden Nullen (Postleitzahlen, Chargennummern: 00123) sind Text, bis Sie einen anderen Typ angeben. \`nan\` ist ein Wert, kein fehlender; was fehlt, steht in \`missingTokens\`. Eine Spalte ganz ohne Werte ist integer.

**Zeit.** \`dateFormat\` in den Buchstaben von strptime (\`%d.%m.%Y %H:%M\`; je ein oder zwei Ziffern) oder \`iso\`, \`iso-offset\`, \`epoch-s\`, \`epoch-ms\`, \`epoch-us\`. Wo Tag und Monat vertauscht sein könnten (03/04/2024), entscheiden die Schritte zwischen allen Zeiten der Datei; tun sie es nicht, nennt eine Warnung (\`read-csv.date-order\`) das gewählte Format, bis Sie \`dateFormat\` angeben. Uhrzeiten ohne Versatz gelten in \`zone\`. In der doppelten Stunde im Herbst nimmt \`doubledHour\` den früheren (\`earlier\`) oder späteren (\`later\`) Zeitpunkt oder unterscheidet sie nach der Reihenfolge (\`by-order\`); Uhrzeiten in der fehlenden Stunde im Frühjahr werden abgelehnt oder um den Sprung verschoben. Eine Zeit, die zurückspringt, wird mit ihren Zeilen abgelehnt, bis \`timeStepsBack\` \`sort\` oder \`midnight-belongs-to-day-before\` sagt (Intervallenden um 0:00, die noch den gerade beendeten Tag tragen).

**Wann ist ein Wert bekannt?** \`stamp\` sagt, ob die Zeit einer Zeile ein Zeitpunkt oder Anfang oder Ende eines Intervalls ist. Der Wert eines am Anfang gestempelten Intervalls ist einen Schritt später bekannt; später eintreffende Laborwerte bekommen \`availabilityUs\` in den Einstellungen ihrer Spalte; \`null\` heißt im Voraus bekannt.

**Fehlerhafte Zeilen.** Zeilen mit zu vielen oder zu wenigen Zellen und Zellen, die nicht zu ihrer Spalte passen, werden mit Zeilennummern abgelehnt; \`onBadRow: skip\` lässt sie aus und protokolliert, wie viele und welche. Text ist eine Spalte, wenn mehr als ein Zehntel ihrer Zellen weder Zahl noch Datum ist. Leere Zeilen werden ausgelassen.

Das Zeitraster ist der häufigste Schritt; Zeilen mit gleicher Zeit zählen nicht. Eine leere Datei ergibt eine Tabelle ohne Zeilen; eine Zeile hat kein Raster: geben Sie es mit \`grid\` an (\`15 min\`); eine Spalte aus fehlenden Werten bleibt fehlend.

Beispiel: \`{ "file": "zaehler.csv", "zone": "Europe/Berlin", "stamp": "interval-end", "columns": [{ "source": "kWh", "unit": "kW.h", "kind": "amount" }] }\``,
}
