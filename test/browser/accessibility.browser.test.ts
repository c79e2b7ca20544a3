import { expect, test } from 'vitest'
import { axeFindings } from './axe.ts'
import { fillProject, pagesOf, visit } from './places.ts'
import { newProject, openTab } from './tab.ts'

test.each(['light', 'dark'] as const)('axe finds nothing serious on any page: %s', async (colorScheme) => {
  const { projectId, admin } = await newProject('Access')
  const places = await fillProject(admin, projectId)
  const { page } = await openTab({ as: admin, colorScheme })
  const found: string[] = []
  for (const place of pagesOf(places)) {
    await visit(page, place)
    found.push(...(await axeFindings(page)).map((text) => `${place.path.replace(projectId, '…')}: ${text}`))
  }
  const stranger = await openTab({ colorScheme })
  await visit(stranger.page, { path: '/sign-in', ready: 'form' })
  found.push(...(await axeFindings(stranger.page)).map((text) => `/sign-in: ${text}`))
  expect(found).toEqual([])
})
