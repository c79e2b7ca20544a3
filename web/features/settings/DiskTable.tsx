import { Paper, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { DiskWarning } from '../../components/DiskWarning.tsx'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { formatBytes, formatCount, formatNumber } from '../../lib/format.ts'
import { trpc } from '../../lib/trpc.ts'
import { useLanguage } from '../../lib/use-language.ts'

/** Room on the disk, and for how many days it is enough. */
export function DiskTable() {
  const { t } = useTranslation(['settings', 'frame'])
  const language = useLanguage()
  const disk = useQuery(trpc.system.disk.queryOptions({}))
  if (disk.error) return <ProblemNote error={disk.error} />
  if (!disk.data) return null
  const { free, total, growthPerDay, daysLeft, kept } = disk.data
  const bytes = (value: number) => formatBytes(value, language)
  const left = daysLeft === null ? t('diskNotInSight') : t('frame:diskDays', { count: Math.floor(daysLeft) })
  const told = ({ samples, bytes: taken }: { samples: number; bytes: number }) =>
    samples === 0
      ? t('samplesNone')
      : t('samplesEach', {
          samples: formatCount(samples, language),
          bytes: bytes(taken),
          each: formatNumber(Math.round((10 * taken) / samples) / 10, language),
        })
  const rows = [
    [t('diskFree'), t('diskOf', { free: bytes(free), total: bytes(total) })],
    [t('diskGrowth'), growthPerDay === null ? t('unknown') : bytes(Math.max(0, growthPerDay))],
    [t('diskFull'), growthPerDay === null ? t('unknown') : left],
    [t('samplesInDatabase'), kept ? told(kept.inDatabase) : t('unknown')],
    [t('samplesArchived'), kept ? told(kept.archived) : t('unknown')],
  ]
  return (
    <>
      <DiskWarning disk={disk.data} />
      <Paper withBorder maw={520} mt="sm">
        <Table aria-label={t('disk')}>
          <Table.Tbody>
            {rows.map(([name, value]) => (
              <Table.Tr key={name}>
                <Table.Th scope="row">{name}</Table.Th>
                <Table.Td>{value}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Paper>
    </>
  )
}
