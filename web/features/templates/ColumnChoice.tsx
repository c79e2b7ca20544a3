import { Group, Paper, Select, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { renderText } from '#pipeline/render-text.ts'
import { unitLabel } from '#pipeline/unit-label.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { MisfitList } from './MisfitList.tsx'
import { problemText } from './fill-problem-text.ts'
import { UnitField } from './UnitField.tsx'
import type { OwnColumns } from './use-own-columns.ts'
import type { Template } from './WizardPage.tsx'

type Wanted = Template['placeholders'][number]
export type PlaceholderOffer = NonNullable<OwnColumns['offers']['data']>['placeholders'][number]
export type Offer = PlaceholderOffer['columns'][number]

export interface ColumnChoiceProps {
  wanted: Wanted
  offer: PlaceholderOffer
  columns: OwnColumns
}

/** The column for one placeholder: those that fit, what happens to its values, and why others do not fit. */
export function ColumnChoice({ wanted, offer, columns }: ColumnChoiceProps) {
  const { t } = useTranslation('templates')
  const language = useLanguage()
  const title = wanted.title[language]
  const chosen = offer.columns.find(({ column }) => column === columns.chosen[offer.placeholder])
  const labelOf = (name: string) => {
    const unit = unitLabel(columns.offers.data?.columns.find((column) => column.name === name) ?? {})[
      language
    ]
    return unit ? `${name} · ${unit}` : name
  }
  const fitting = offer.columns.filter(({ problem, column }) => !problem || column === chosen?.column)
  const unit = unitLabel(wanted)[language]
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Title order={3}>{title}</Title>
          <Text size="sm" c="dimmed">
            {[unit, wanted.kind && renderText(`{kind:kind}`, wanted, language)].filter(Boolean).join(' · ')}
          </Text>
        </Group>
        <Group align="flex-start">
          <Select
            label={t('columns.yours')}
            placeholder={fitting.length > 0 ? t('columns.choose') : t('columns.none')}
            data={fitting.map(({ column }) => ({ value: column, label: labelOf(column) }))}
            value={chosen?.column ?? null}
            searchable={fitting.length > 8}
            error={chosen?.problem && problemText(chosen.problem, language)}
            w={320}
            onChange={(column) => column && columns.choose(offer.placeholder, column)}
          />
          {chosen && (
            <UnitField
              key={chosen.column}
              {...{ column: chosen.column, columns }}
              onState={() => columns.choose(offer.placeholder, chosen.column)}
            />
          )}
        </Group>
        {chosen && !chosen.problem && <Facts {...{ wanted, chosen, columns }} />}
        <MisfitList offers={offer.columns.filter(({ problem }) => problem)} columns={columns} />
      </Stack>
    </Paper>
  )
}

function Facts({ wanted, chosen, columns }: { wanted: Wanted; chosen: Offer; columns: OwnColumns }) {
  const { t } = useTranslation('templates')
  const language = useLanguage()
  const own = columns.offers.data?.columns.find(({ name }) => name === chosen.column)
  const to = unitLabel(wanted)[language]
  const assumes = (part: Offer['assumed'][number]) => chosen.assumed.includes(part)
  const kind = renderText('{kind:kind}', wanted, language)
  const facts = [
    chosen.converts && t('fact.converts', { from: unitLabel(own ?? {})[language], to }),
    assumes('unit') && t('fact.unit', { unit: to }),
    assumes('quantity') && !assumes('unit') && isAmbiguous(wanted) && t('fact.quantity', { unit: to }),
    assumes('kind') && t('fact.kind', { kind }),
  ].filter((fact) => fact !== false)
  return facts.map((fact) => (
    <Text key={fact} size="sm">
      {fact}
    </Text>
  ))
}

/** Whether the unit alone leaves open what is meant, as bar does. */
function isAmbiguous(wanted: Wanted): boolean {
  return unitLabel(wanted).en !== unitLabel({ unit: wanted.unit }).en
}
