import { Text } from '@mantine/core'
import { formatAgo, formatTime } from '../lib/format.ts'
import { useNow } from '../lib/use-now.ts'
import { useLanguage } from '../lib/use-language.ts'

/** '3 minutes ago', with the exact time where the pointer rests. */
export function Ago({ at }: { at: string | null | undefined }) {
  const language = useLanguage()
  const now = useNow(30_000)
  if (!at)
    return (
      <Text span size="sm" c="dimmed">
        –
      </Text>
    )
  return (
    <Text span size="sm" title={formatTime(at, language)} style={{ whiteSpace: 'nowrap' }}>
      <time dateTime={at}>{formatAgo(at, language, now)}</time>
    </Text>
  )
}
