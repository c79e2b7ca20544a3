import { Group, Paper, Select, Stack, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '#pipeline/ports.ts'
import { Distribution } from '../../components/data/Distribution.tsx'
import { firstToProfile, profileFacts } from '../../components/data/profile-facts.ts'
import type { Profile, ProfileFact } from '../../components/data/profile-facts.ts'
import { PageLoading } from '../../components/PageLoading.tsx'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { Section } from '../../components/Section.tsx'
import { useProjectId } from '../../lib/project.ts'
import { trpc } from '../../lib/trpc.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { BesideHead } from './BesideHead.tsx'
import { columnsOf, pairTables } from './beside-tables.ts'
import type { TablePair } from './beside-tables.ts'

interface TwoRuns {
  before: string
  after: string
}

/** What a column holds in the one run and in the other. */
export function ProfilesBeside({ before, after }: TwoRuns) {
  const { t } = useTranslation('runs')
  const projectId = useProjectId()
  const [chosen, setChosen] = useState<string>()
  const old = useQuery(trpc.runs.outputs.queryOptions({ projectId, run: before }))
  const now = useQuery(trpc.runs.outputs.queryOptions({ projectId, run: after }))
  if (!old.data || !now.data) return null
  const pairs = pairTables(old.data, now.data)
  const labelOf = ({ node, port }: TablePair) => `${node} · ${port}`
  const pair =
    pairs.find((known) => labelOf(known) === chosen) ?? pairs.find(({ isSame }) => !isSame) ?? pairs[0]
  if (pair === undefined) return null
  return (
    <Section title={t('profiles')}>
      <Select
        {...{ label: t('profilesOf'), size: 'xs', searchable: true, allowDeselect: false, maw: 320 }}
        data={pairs.map(labelOf)}
        value={labelOf(pair)}
        onChange={(next) => next && setChosen(next)}
      />
      {pair.isSame && <Text size="sm">{t('profilesSame')}</Text>}
      <ColumnBeside key={labelOf(pair)} {...{ pair, before, after }} />
    </Section>
  )
}

function ColumnBeside({ pair, before, after }: TwoRuns & { pair: TablePair }) {
  const { t } = useTranslation(['runs', 'frame'])
  const columns = columnsOf(pair)
  const [name, setName] = useState(() => firstToProfile(columns).name)
  const [left, right] = [
    useSide({ run: before, pair, column: pair.before?.columns.find((own) => own.name === name) }),
    useSide({ run: after, pair, column: pair.after?.columns.find((own) => own.name === name) }),
  ]
  const error = left.error ?? right.error
  return (
    <Stack gap="sm" mt="xs">
      <Select
        {...{ label: t('frame:dataColumn'), size: 'xs', searchable: true, allowDeselect: false, maw: 320 }}
        data={columns.map((column) => column.name)}
        value={name}
        onChange={(next) => next && setName(next)}
      />
      {error !== null && <ProblemNote error={error} />}
      {left.isLoading || right.isLoading ? (
        <PageLoading />
      ) : (
        <>
          <FactsBeside {...{ left, right, pair }} />
          <Group align="flex-start" gap="lg">
            {left.profile && <Distribution profile={left.profile} column={left.column!} />}
            {right.profile && <Distribution profile={right.profile} column={right.column!} />}
          </Group>
        </>
      )}
    </Stack>
  )
}

interface Side {
  column?: Column
  profile?: Profile
  isLoading: boolean
  error: { message: string } | null
}

/** What one run has in the column; nothing where it has no such column. */
function useSide({ run, pair, column }: { run: string; pair: TablePair; column?: Column }): Side {
  const projectId = useProjectId()
  const place = { projectId, run, node: pair.node, port: pair.port, column: column?.name ?? '' }
  const options = { staleTime: Infinity, enabled: column !== undefined }
  const { data, isLoading, error } = useQuery(trpc.datasets.profile.queryOptions(place, options))
  return { column, profile: data, isLoading, error }
}

function FactsBeside({ left, right, pair }: { left: Side; right: Side; pair: TablePair }) {
  const { t } = useTranslation(['runs', 'frame'])
  const language = useLanguage()
  const facts = ({ profile, column }: Side, zone?: string) =>
    new Map(
      profile && column
        ? profileFacts(profile, column, { language, zone }).map(({ name, text }) => [name, text])
        : [],
    )
  const [old, now] = [facts(left, pair.before?.time?.zone), facts(right, pair.after?.time?.zone)]
  const names: ProfileFact['name'][] = [...new Set([...now.keys(), ...old.keys()])]
  return (
    <Paper withBorder style={{ overflow: 'auto' }}>
      <Table aria-label={t('profiles')}>
        <BesideHead what={t('what')} withDifference={false} />
        <Table.Tbody>
          {names.map((name) => (
            <Table.Tr key={name}>
              <Table.Th scope="row">{t(`frame:${name}`)}</Table.Th>
              <Table.Td className="numeric">{old.get(name) ?? '–'}</Table.Td>
              <Table.Td className="numeric">{now.get(name) ?? '–'}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  )
}
