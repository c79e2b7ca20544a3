import { Button, Checkbox, Group, Paper, Table, Text, VisuallyHidden } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { unitLabel } from '#pipeline/unit-label.ts'
import { SimulatedMark } from '../../components/SimulatedMark.tsx'
import { formatSpan, formatTime } from '../../lib/format.ts'
import { isSimulated } from '../../lib/simulated.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { useNow } from '../../lib/use-now.ts'
import { useReasonText } from '../../lib/use-reason-text.ts'
import { valueText } from './tag-facts.ts'
import type { Tag } from './tag-facts.ts'

export interface TagTableProps {
  items: Tag[]
  chosen: number[]
  setChosen(chosen: number[]): void
}

/** Tags with value, unit, quality and age. */
export function TagTable({ items, chosen, setChosen }: TagTableProps) {
  const { t } = useTranslation('tags')
  const isAll = items.every(({ id }) => chosen.includes(id))
  const toggle = (id: number) =>
    setChosen(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id])
  return (
    <Paper withBorder>
      <Table.ScrollContainer minWidth={900} type="native" pb={0}>
        <Table highlightOnHover aria-label={t('title')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={36}>
                <Checkbox
                  {...{ size: 'xs', 'aria-label': t('chooseAll'), checked: isAll }}
                  onChange={() => setChosen(isAll ? [] : items.map(({ id }) => id))}
                />
              </Table.Th>
              <Table.Th>{t('name')}</Table.Th>
              <Table.Th className="numeric">{t('value')}</Table.Th>
              <Table.Th>{t('unit')}</Table.Th>
              <Table.Th>{t('quality')}</Table.Th>
              <Table.Th className="numeric">{t('age')}</Table.Th>
              <Table.Th>{t('connection')}</Table.Th>
              <Table.Th>
                <VisuallyHidden>{t('gaps')}</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((tag) => (
              <TagRow
                key={tag.id}
                {...{ tag, isChosen: chosen.includes(tag.id) }}
                onToggle={() => toggle(tag.id)}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}

function TagRow({ tag, isChosen, onToggle }: { tag: Tag; isChosen: boolean; onToggle(): void }) {
  const { t } = useTranslation('tags')
  const language = useLanguage()
  const { name, unit, description, source } = tag
  return (
    <Table.Tr>
      <Table.Td>
        <Checkbox
          {...{ size: 'xs', checked: isChosen, onChange: onToggle, 'aria-label': t('choose', { name }) }}
        />
      </Table.Td>
      <Table.Td>
        <Group gap={8}>
          <Text size="sm" fw={600}>
            {name}
          </Text>
          {isSimulated({ name, address: source?.address }) && <SimulatedMark />}
        </Group>
        {description && (
          <Text size="xs" c="dimmed">
            {description}
          </Text>
        )}
      </Table.Td>
      <Table.Td className="numeric">{valueText(tag, language)}</Table.Td>
      <Table.Td>{unitLabel({ unit: unit ?? undefined })[language]}</Table.Td>
      <Table.Td>
        <Quality tag={tag} />
      </Table.Td>
      <Table.Td className="numeric">
        <Age tag={tag} />
      </Table.Td>
      <Table.Td>{source?.connection ?? t('byHand')}</Table.Td>
      <Table.Td>
        <GapsButton tag={tag} />
      </Table.Td>
    </Table.Tr>
  )
}

function Quality({ tag: { last, source } }: { tag: Tag }) {
  const { t } = useTranslation('tags')
  const reasonText = useReasonText()
  const words = ['good', 'uncertain', 'bad'] as const
  const colour = [undefined, 'var(--ecoki-warning)', 'var(--ecoki-fault)'][last?.quality ?? 0]
  return (
    <>
      <Text size="sm" c={colour} fw={colour ? 600 : 400} title={last?.status ?? undefined}>
        {last ? t(`quality.${words[last.quality]}`) : '–'}
      </Text>
      {source?.problem && <Text size="xs">{reasonText(source.problem)}</Text>}
    </>
  )
}

function Age({ tag: { last, isStale } }: { tag: Tag }) {
  const { t } = useTranslation('tags')
  const language = useLanguage()
  const now = useNow(1_000)
  if (!last) return <Text size="sm">–</Text>
  const age = formatSpan(Math.max(0, now - Date.parse(last.at)), language)
  return (
    <Text
      {...{ size: 'sm', title: formatTime(last.at, language), fw: isStale ? 600 : 400 }}
      c={isStale ? 'var(--ecoki-warning)' : undefined}
    >
      {isStale ? t('staleFor', { age }) : age}
    </Text>
  )
}

function GapsButton({ tag: { id, name } }: { tag: Tag }) {
  const { t } = useTranslation('tags')
  const search = useSearch({ from: '/p/$projectId/plant/tags' })
  const navigate = useNavigate({ from: '/p/$projectId/plant/tags' })
  return (
    <Button
      {...{ variant: 'subtle', color: 'gray', size: 'compact-sm', 'aria-label': t('gapsOf', { name }) }}
      onClick={() => void navigate({ search: { ...search, tag: id }, replace: true })}
    >
      {t('gaps')}
    </Button>
  )
}
