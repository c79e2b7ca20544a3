import { Box, Group, Paper, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { GatewayBanner } from '../../components/GatewayBanner.tsx'
import { LanguageMenu } from '../../components/LanguageMenu.tsx'
import { Logo } from '../../components/Logo.tsx'

/** The small page of those who are not signed in. */
export function AccountPage({
  title,
  hint,
  children,
}: {
  title: string
  hint?: string
  children?: ReactNode
}) {
  return (
    <Box className="account-page" component="main">
      <GatewayBanner />
      <Stack gap="md" maw={400} w="100%" mx="auto" px="md" pt="10vh" pb="xl">
        <Group justify="space-between">
          <Logo />
          <LanguageMenu />
        </Group>
        <Paper withBorder p="lg">
          <Stack gap="md">
            <Stack gap={4}>
              <Title order={1}>{title}</Title>
              {hint && (
                <Text size="sm" c="dimmed">
                  {hint}
                </Text>
              )}
            </Stack>
            {children}
          </Stack>
        </Paper>
      </Stack>
    </Box>
  )
}
