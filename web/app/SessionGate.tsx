import { Center, Stack } from '@mantine/core'
import { Navigate, useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { GatewayBanner } from '../components/GatewayBanner.tsx'
import { PageLoading } from '../components/PageLoading.tsx'
import { ProblemNote } from '../components/ProblemNote.tsx'
import { useMe } from '../lib/session.ts'
import { Preferences } from './Preferences.tsx'
import { refusalCode } from '../lib/trpc.ts'

/** Lets people in who are signed in; others are sent to the sign-in page and come back afterwards. */
export function SessionGate({ children }: { children: ReactNode }) {
  const me = useMe()
  const here = useLocation({ select: ({ href }) => href })
  if (me.isError && refusalCode(me.error) === 'not-signed-in')
    // While the sign-in page is still being loaded its address is here already: not to be sent there again, for ever.
    return here.startsWith('/sign-in') ? (
      <PageLoading />
    ) : (
      <Navigate to="/sign-in" search={{ to: here }} replace />
    )
  if (me.data) return <Preferences me={me.data}>{children}</Preferences>
  return (
    <Stack gap={0}>
      <GatewayBanner />
      <Center mih="60vh">{me.isError ? <ProblemNote error={me.error} /> : <PageLoading />}</Center>
    </Stack>
  )
}
