import { Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEditorState } from '../state/EditorContext.tsx'
import { IssueCard } from './IssueCard.tsx'

const firstCount = 50

/** Everything that is wrong or worth a look, errors first; what was accepted comes last. */
export function ProblemsPanel() {
  const { t } = useTranslation('editor')
  const issues = useEditorState((state) => state.check.issues)
  const checking = useEditorState((state) => state.checking)
  const [count, setCount] = useState(firstCount)
  const sorted = [...issues].sort(
    (a, b) => Number(a.accepted !== undefined) - Number(b.accepted !== undefined),
  )
  return (
    <Stack gap="xs" p="sm" role="region" aria-label={t('problems.title')}>
      <Text size="sm" c="dimmed" role="status">
        {checking === 'away' ? t('problems.away') : t('problems.count', { count: issues.length })}
      </Text>
      <ul className="ecoki-issues">
        {sorted.slice(0, count).map((issue, index) => (
          <IssueCard
            key={`${issue.code} ${issue.node} ${issue.port} ${issue.field} ${index}`}
            issue={issue}
          />
        ))}
      </ul>
      {sorted.length > count && (
        <button type="button" className="ecoki-more" onClick={() => setCount(count + firstCount)}>
          {t('problems.more', { count: sorted.length - count })}
        </button>
      )}
    </Stack>
  )
}
