import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished, test } from 'vitest'
import { startProduct } from '#test/fixtures/product.ts'
import { acceptLink, must, setupLink } from './person.ts'
import { openTab } from './tab.ts'

const dayMs = 86_400_000
const gibibyte = 2 ** 30

test('a disk that fills up is warned of, with the days that are left', async () => {
  const product = await startProduct()
  onTestFinished(() => product.remove())
  const url = product.instance().url!
  const secret = (await setupLink(product)).split('#')[1]
  const admin = await acceptLink(url, { secret, name: 'Erika', email: 'erika@plant.example' })
  const { free } = (await must(admin, 'system.disk', {})) as { free: number }
  // Ten days of growth like this one fill what is free.
  const grown = (day: number) => ({
    store: 100 * gibibyte + (day * free) / 10,
    database: 0,
    backups: 0,
    logs: 0,
  })
  const samples = [-2, -1, 0].map((day) => {
    const at = new Date(Date.now() + day * dayMs).toISOString()
    return `${JSON.stringify({ at, free, parts: grown(day) })}\n`
  })
  // In place of what the product has measured of itself.
  writeFileSync(join(product.dataDir, 'disk-samples.jsonl'), samples.join(''))
  const { page } = await openTab({ as: admin, url })
  const [{ id }] = (await must(admin, 'projects.list', {})) as { id: string }[]
  await page.goto(`/p/${id}/settings?section=system`)
  await page.getByRole('row', { name: /^Disk full/ }).waitFor()
  await page
    .getByText(/^Disk full in (9|10) days$/)
    .first()
    .waitFor()
  await page.goto(`/p/${id}`)
  const attention = page.getByRole('region', { name: 'Needs attention' })
  await attention.getByText(/^Disk full in (9|10) days$/).waitFor()
})
