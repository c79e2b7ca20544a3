import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Note } from '../../../components/Note.tsx'
import { parseAddresses } from './parse-addresses.ts'
import type { Parsed } from './parse-addresses.ts'
import type { Connect } from './use-connect.ts'

const known = ['opc-ua', 'mqtt', 'modbus']

/** A column from a spreadsheet, or a list of registers with its heading. */
export function PasteAddresses({ connect }: { connect: Connect }) {
  const { t } = useTranslation('connections')
  const [text, setText] = useState(connect.points)
  const [unreadable, setUnreadable] = useState<Parsed['unreadable']>([])
  const { protocol, candidates, setCandidates } = connect
  const kind = known.includes(protocol) ? (protocol as 'opc-ua') : 'other'
  const take = () => {
    const parsed = parseAddresses(protocol, text)
    setUnreadable(parsed.unreadable)
    setCandidates([...new Map([...candidates, ...parsed.candidates].map((one) => [one.key, one])).values()])
    if (parsed.unreadable.length === 0) setText('')
  }
  return (
    <Stack gap="sm" maw={760}>
      <Textarea
        {...{ label: t('pasteLabel'), description: t(`pasteHint.${kind}`), value: text, ff: 'monospace' }}
        {...{ autosize: true, minRows: 5, maxRows: 16, spellCheck: false }}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {unreadable.length > 0 && (
        <Note tone="warning" role="alert" title={t('unreadable', { count: unreadable.length })}>
          {unreadable.slice(0, 5).map(({ line, text: shown }) => (
            <Text key={line} size="sm">
              {t('line', { line })}: {shown}
            </Text>
          ))}
        </Note>
      )}
      <Group>
        <Button variant="default" disabled={text.trim() === ''} onClick={take}>
          {t('take')}
        </Button>
      </Group>
    </Stack>
  )
}
