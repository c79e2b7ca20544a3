import { AppShell } from '@mantine/core'
import { Outlet } from '@tanstack/react-router'

/** The frame around the pages of a project. */
export function ProjectFrame() {
  return (
    <AppShell header={{ height: 52 }} padding={0}>
      <AppShell.Header px="md">EcoKI</AppShell.Header>
      <AppShell.Main>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  )
}
