import { Button, Group, Paper, Table, Text, VisuallyHidden } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Ago } from '../../components/Ago.tsx'
import { notifyProblem } from '../../components/notify.ts'
import { PageLoading } from '../../components/PageLoading.tsx'
import { ProblemNote } from '../../components/ProblemNote.tsx'
import { SecretDialog } from '../../components/SecretDialog.tsx'
import { Section } from '../../components/Section.tsx'
import { formatTime } from '../../lib/format.ts'
import { queryClient, trpc } from '../../lib/trpc.ts'
import { useLanguage } from '../../lib/use-language.ts'
import { TokenDialog } from './TokenDialog.tsx'
import { tokenState } from './token-state.ts'
import type { Token } from './token-state.ts'

/** A secret with the name of its token. */
export interface ShownSecret {
  name: string
  secret: string
}

/** One's own tokens for programs. */
export function TokensSection() {
  const { t } = useTranslation('settings')
  const tokens = useQuery(trpc.tokens.list.queryOptions({}))
  const [isNew, setIsNew] = useState(false)
  const [shown, setShown] = useState<ShownSecret>()
  const action = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setIsNew(true)}>
      {t('newToken')}
    </Button>
  )
  return (
    <Section title={t('tokens')} hint={t('tokensHint')} action={action}>
      {tokens.isPending && <PageLoading />}
      {tokens.isError && <ProblemNote error={tokens.error} />}
      {tokens.data?.length === 0 && <Text size="sm">{t('tokensNone')}</Text>}
      {tokens.data && tokens.data.length > 0 && <TokenTable tokens={tokens.data} onShow={setShown} />}
      {isNew && <TokenDialog onClose={() => setIsNew(false)} onShow={setShown} />}
      {shown && (
        <SecretDialog
          {...{
            title: t('tokenShown', { name: shown.name }),
            hint: t('tokenShownHint'),
            secret: shown.secret,
          }}
          onClose={() => setShown(undefined)}
        />
      )}
    </Section>
  )
}

interface TokenTableProps {
  tokens: Token[]
  onShow(secret: ShownSecret): void
}

function TokenTable({ tokens, onShow }: TokenTableProps) {
  const { t } = useTranslation(['settings', 'frame'])
  return (
    <Paper withBorder style={{ overflow: 'auto' }}>
      <Table aria-label={t('tokens')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('tokenName')}</Table.Th>
            <Table.Th>{t('tokenScopes')}</Table.Th>
            <Table.Th>{t('expires')}</Table.Th>
            <Table.Th>{t('lastUsed')}</Table.Th>
            <Table.Th>{t('state')}</Table.Th>
            <Table.Th>
              <VisuallyHidden>{t('frame:actions')}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tokens.map((token) => (
            <TokenRow key={token.id} {...{ token, onShow }} />
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  )
}

function TokenRow({ token, onShow }: { token: Token; onShow: TokenTableProps['onShow'] }) {
  const { t } = useTranslation('settings')
  const language = useLanguage()
  const { name, scopes, expiresAt, lastUsedAt } = token
  const state = tokenState(token, Date.now())
  return (
    <Table.Tr c={state === 'Valid' ? undefined : 'dimmed'}>
      <Table.Td fw={600}>{name}</Table.Td>
      <Table.Td>{scopes.map((scope) => t(`scope.${scope}`)).join(', ')}</Table.Td>
      <Table.Td>{expiresAt ? formatTime(expiresAt, language) : t('noLimit')}</Table.Td>
      <Table.Td>{lastUsedAt ? <Ago at={lastUsedAt} /> : t('never')}</Table.Td>
      <Table.Td>{t(`token${state}`)}</Table.Td>
      <Table.Td>{state === 'Valid' && <TokenActions {...{ token, onShow }} />}</Table.Td>
    </Table.Tr>
  )
}

function TokenActions({
  token: { id: tokenId, name },
  onShow,
}: {
  token: Token
  onShow: TokenTableProps['onShow']
}) {
  const { t } = useTranslation('settings')
  const refresh = () => queryClient.invalidateQueries(trpc.tokens.pathFilter())
  const onError = notifyProblem
  const revoke = useMutation(trpc.tokens.revoke.mutationOptions({ onSuccess: refresh, onError }))
  const onRotated = async ({ secret }: { secret: string }) => {
    onShow({ name, secret })
    await refresh()
  }
  const rotate = useMutation(trpc.tokens.rotate.mutationOptions({ onSuccess: onRotated, onError }))
  const look = { variant: 'subtle', color: 'gray', size: 'compact-sm' }
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      <Button
        {...look}
        title={t('rotate')}
        aria-label={`${t('rotate')}: ${name}`}
        onClick={() => rotate.mutate({ tokenId })}
      >
        {t('rotateShort')}
      </Button>
      <Button {...look} aria-label={`${t('revoke')}: ${name}`} onClick={() => revoke.mutate({ tokenId })}>
        {t('revoke')}
      </Button>
    </Group>
  )
}
