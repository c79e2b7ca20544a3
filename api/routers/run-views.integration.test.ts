import { expect, test } from 'vitest'
import { useGateway } from '#test/fixtures/gateway.ts'

const gateway = useGateway()
const { projectId } = gateway

test('keeps views of the list for each person, with a record of each change', async () => {
  const [ada, bob] = [gateway.as('ada'), gateway.as('bob')]
  const view = { name: 'Nights', search: { status: ['failed' as const], from: '2026-01-01' } }
  await ada.runs.views.save({ projectId, view })
  await ada.runs.views.save({ projectId, view })
  await ada.runs.views.save({ projectId, view: { ...view, search: { pipeline: 'p' } } })
  expect(await ada.runs.views.list({ projectId })).toEqual([{ name: 'Nights', search: { pipeline: 'p' } }])
  expect(await bob.runs.views.list({ projectId })).toEqual([])
  await bob.runs.views.remove({ projectId, name: 'Nights' })
  await ada.runs.views.remove({ projectId, name: 'Nights' })
  expect(await ada.runs.views.list({ projectId })).toEqual([])
  const { rows } = await gateway.app.pool.query(
    `select action, before_hash is null as "isNew" from audit where object_kind = 'view' order by seq`,
  )
  expect(rows).toEqual([
    { action: 'view.save', isNew: true },
    { action: 'view.save', isNew: false },
    { action: 'view.remove', isNew: false },
  ])
  for (let index = 0; index < 30; index++)
    await ada.runs.views.save({ projectId, view: { name: `v${index}`, search: {} } })
  await expect(ada.runs.views.save({ projectId, view })).rejects.toMatchObject({ message: 'too-many-views' })
})
