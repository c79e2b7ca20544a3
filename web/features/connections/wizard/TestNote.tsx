import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Note } from '../../../components/Note.tsx'
import { ProblemNote } from '../../../components/ProblemNote.tsx'
import { formatSpan } from '../../../lib/format.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import { useReasonText } from '../../../lib/use-reason-text.ts'
import type { Connect } from './use-connect.ts'

/** What came of trying. */
export function TestNote({ connect: { test } }: { connect: Connect }) {
  const { t } = useTranslation('connections')
  const language = useLanguage()
  const reasonText = useReasonText()
  if (test.isError) return <ProblemNote error={test.error} />
  if (!test.data) return null
  const { isOk, stage, problem, connectMs, certificates } = test.data
  if (isOk)
    return (
      <Note tone="plain" role="status" title={t('testOk', { span: formatSpan(connectMs, language) })}>
        <Text size="sm">{t('testOkHint')}</Text>
      </Note>
    )
  if (problem?.code === 'certificate-unknown' && certificates.length > 0)
    return (
      <Note tone="warning" role="alert" title={t('certificate.undecided')}>
        <Text size="sm">{t('certificate.hint')}</Text>
        <Text size="sm">{t('certificate.keeps')}</Text>
      </Note>
    )
  return (
    <Note tone="fault" role="alert" title={t(`testStage.${stage}`)}>
      {problem && <Text size="sm">{reasonText(problem)}</Text>}
    </Note>
  )
}
