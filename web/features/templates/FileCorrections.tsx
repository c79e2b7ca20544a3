import { Group, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { columnsFound, dateFormatChoices, foundOf, separators } from './file-dialect.ts'
import { isParquet } from './own-reader.ts'
import type { Corrections } from './own-reader.ts'
import type { OwnData } from './use-own-data.ts'
import { ZoneSelect } from './ZoneSelect.tsx'

/** What was detected in the file; each can be set right. */
export function FileCorrections({ own }: { own: OwnData['file'] }) {
  const { t } = useTranslation('templates')
  const { chosen, corrections, setCorrections, preview } = own
  const found = foundOf(preview.data?.config)
  const correct = (change: Partial<Corrections>) => setCorrections({ ...corrections, ...change })
  const timeColumn = corrections.timeColumn ?? found.timeColumn
  const dateFormat = corrections.dateFormat ?? found.dateFormat
  const times = columnsFound(preview.data?.config, timeColumn)
  return (
    <Group align="flex-start" gap="sm" role="group" aria-label={t('file.written')}>
      {chosen && !isParquet(chosen) && (
        <>
          <Select
            label={t('file.separator')}
            data={separators.map(([value, name]) => ({ value, label: t(`separator.${name}`) }))}
            value={corrections.separator ?? found.separator ?? null}
            onChange={(separator) => separator && correct({ separator })}
            w={150}
          />
          <Select
            label={t('file.decimalMark')}
            data={[
              { value: ',', label: t('decimal.comma') },
              { value: '.', label: t('decimal.point') },
            ]}
            value={corrections.decimalMark ?? found.decimalMark ?? null}
            onChange={(mark) => mark && correct({ decimalMark: mark as ',' | '.' })}
            w={150}
          />
          <Select
            label={t('file.dateFormat')}
            data={dateFormatChoices(dateFormat)}
            value={dateFormat ?? null}
            onChange={(format) => format && correct({ dateFormat: format })}
            w={230}
          />
        </>
      )}
      <Select
        label={t('file.timeColumn')}
        data={times}
        value={timeColumn ?? null}
        onChange={(column) => column && correct({ timeColumn: column, dateFormat: undefined })}
        w={170}
      />
      <ZoneSelect value={corrections.zone} onChange={(zone) => correct({ zone })} />
    </Group>
  )
}
