import { Group, Select, Stack, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column, TableSchema } from '#pipeline/ports.ts'
import { trpc } from '../../lib/trpc.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { PageLoading } from '../PageLoading.tsx'
import { ProblemNote } from '../ProblemNote.tsx'
import { Distribution } from './Distribution.tsx'
import type { OutputPlace } from './output-place.ts'
import { firstToProfile, profileFacts } from './profile-facts.ts'
import type { Profile } from './profile-facts.ts'

/** What a column holds: range, gaps, distribution. */
export function ProfilePanel({ place, table }: { place: OutputPlace; table: TableSchema }) {
  const { t } = useTranslation()
  const [name, setName] = useState(() => firstToProfile(table.columns).name)
  const column = table.columns.find((known) => known.name === name)!
  const profile = useQuery(
    trpc.datasets.profile.queryOptions({ ...place, column: name }, { staleTime: Infinity }),
  )
  return (
    <Stack gap="sm">
      <Select
        {...{
          label: t('dataColumn'),
          size: 'xs',
          searchable: true,
          allowDeselect: false,
          value: name,
          maw: 320,
        }}
        data={table.columns.map((known) => known.name)}
        onChange={(next) => next && setName(next)}
      />
      {profile.isPending && <PageLoading />}
      {profile.isError && <ProblemNote error={profile.error} />}
      {profile.data && (
        <Group align="flex-start" gap="lg">
          <Facts profile={profile.data} column={column} zone={table.time?.zone} />
          <Distribution profile={profile.data} column={column} />
        </Group>
      )}
    </Stack>
  )
}

function Facts({ profile, column, zone }: { profile: Profile; column: Column; zone?: string }) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <Table w="auto" fz="sm" layout="auto">
      <Table.Tbody>
        {profileFacts(profile, column, { language, zone }).map(({ name, text }) => (
          <Table.Tr key={name}>
            <Table.Th scope="row">{t(name)}</Table.Th>
            <Table.Td className="numeric">{text}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
