import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { writeHistorian } from '#datasets/historian.ts'
import { axeFindings } from './axe.ts'
import { must } from './person.ts'
import { readInstance } from './product.ts'
import { newProject, openTab } from './tab.ts'

const secondUs = 1e6

/** An hour of two tags up to now, every 10 s; of the second ten minutes are missing, and known to be. */
async function writeHour(projectId: string): Promise<number[]> {
  const pool = new pg.Pool({ connectionString: readInstance(inject('productDataDir')).databaseUrl! })
  const endUs = Date.now() * 1_000
  const missing = { fromUs: endUs - 1_800 * secondUs, toUs: endUs - 1_200 * secondUs }
  const times = Array.from({ length: 360 }, (_, i) => endUs - (360 - i) * 10 * secondUs)
  const sent = times.filter((time) => time < missing.fromUs || time > missing.toUs)
  const column = (own: number[], value: number) => ({
    times: Float64Array.from(own),
    values: {
      type: 'number' as const,
      values: Float64Array.from(own, (_, i) => value + Math.sin(i / 20)),
      quality: new Uint8Array(own.length),
    },
  })
  await writeHistorian(pool, projectId, [
    { tag: 'hall.pressure', unit: 'bar', ...column(times, 7) },
    { tag: 'hall.flow', unit: 'm3/h', ...column(sent, 120) },
  ])
  const { rows } = await pool.query<{ id: number }>(
    'select id from tag where project_id = $1 order by name desc',
    [projectId],
  )
  await pool.query(
    `insert into gap (id, project_id, tag_id, from_us, to_us, cause) values ($1, $2, $3, $4, $5, 'connection-down')`,
    [randomUUID(), projectId, rows[1].id, missing.fromUs, missing.toUs],
  )
  await pool.end()
  return rows.map(({ id }) => id)
}

const picture = (page: Page) => page.getByRole('img', { name: 'hall.pressure, hall.flow' })

test('tags are chosen, looked at live and back in time, noted about, saved and opened again', async () => {
  const { projectId, admin } = await newProject('Trends')
  const { page } = await openTab({ as: admin })
  await page.goto(`/p/${projectId}/trends`)
  await page.getByText('Choose tags to see their values.').waitFor()
  await writeHour(projectId)
  await page.reload()
  await page.getByLabel('hall.pressure [bar]').check()
  await page.getByLabel('hall.flow [m3/h]').check()
  await picture(page).waitFor()
  await page.getByRole('img', { name: 'hall.pressure: all good' }).waitFor()
  await page.getByRole('img', { name: 'hall.flow: 1 gap, connection down' }).waitFor()
  expect(await axeFindings(page)).toEqual([])

  const live = page.getByRole('button', { name: 'Live', exact: true })
  expect(await live.getAttribute('aria-pressed')).toBe('true')
  const box = (await picture(page).boundingBox())!
  await page.mouse.move(box.x + box.width * 0.6, box.y + 100)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.8, box.y + 100, { steps: 5 })
  await page.mouse.up()
  await page.waitForURL(/from=/)
  expect(await live.getAttribute('aria-pressed')).toBe('false')
  await picture(page).press('ArrowLeft')
  await page.getByRole('button', { name: 'Add a note' }).click()
  await page.getByLabel('What was it?').fill('Leak at valve 4')
  await page.getByLabel('Label').fill('leak')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByText('Leak at valve 4').waitFor()
  await live.click()
  await page.waitForURL((url) => !url.search.includes('from='))

  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByLabel('Name').fill('Hall')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.waitForURL(/trend=/)
  await page.goto(`/p/${projectId}/trends`)
  await page.getByRole('combobox', { name: 'Open a saved trend' }).click()
  await page.getByRole('option', { name: 'Hall' }).click()
  await picture(page).waitFor()
  const annotations = await must(admin, 'annotations.list', {
    projectId,
    from: new Date(Date.now() - 7_200_000).toISOString(),
    to: new Date().toISOString(),
  })
  expect(annotations).toMatchObject([{ text: 'Leak at valve 4', label: 'leak' }])
})
