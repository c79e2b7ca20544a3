/** What the resource pool gives: templates on one's own data, and everything while the pool is away. */
import { beforeAll, describe, expect, it } from 'vitest'
import { httpGateway } from '#test/fixtures/http-gateway.ts'
import type { HttpGateway } from '#test/fixtures/http-gateway.ts'
import { waitFor } from '#test/fixtures/product.ts'
import { useWorkshop } from '#test/fixtures/workshop.ts'

const workshop = useWorkshop()
let gateway: HttpGateway
beforeAll(() => {
  gateway = httpGateway(workshop.product)
})

/** 60 days of hours, as a German meter writes them: less air at weekends. */
const hours = Array.from({ length: 60 * 24 }, (_, hour) => {
  const at = new Date(Date.UTC(2024, 0, 1, hour)).toISOString()
  const isWeekend = Math.floor(hour / 24) % 7 > 4
  return `${at.slice(0, 10)} ${at.slice(11, 16)};${isWeekend ? 200 : 900}${',5'};${hour % 7}`
})
const csv = ['Zeit;Volumenstrom [m³/h];Schicht', ...hours, ''].join('\n')

async function lookAt(name: string): Promise<Record<string, unknown>> {
  const { data: file } = await gateway.upload(name, csv)
  const config = { file, zone: 'UTC' }
  const { data } = await gateway.call('datasets.preview', { block: 'read-csv', version: 1, config })
  expect(data.refused).toBeNull()
  return { block: 'read-csv', version: 1, config: data.config, port: 'table' }
}

const isDone = async (run: string) => {
  const { rows } = await workshop.pool.query('select status from run where id = $1', [run])
  return rows[0].status === 'done'
}

describe('a template on one’s own data', { timeout: 60_000 }, () => {
  const column = 'Volumenstrom [m³/h]'

  it('says which columns fit, and why others do not', async () => {
    const reader = await lookAt('air.csv')
    const { status, data } = await gateway.call('resources.offerColumns', { template: 'leak-watch', reader })
    expect(status).toBe(200)
    const [flow] = data.placeholders
    const offered = flow.columns[0]
    // Its name says m³/h, and those are no norm m³/h until somebody says so.
    expect(offered).toMatchObject({ column, problem: { code: 'unit', params: { found: 'm3/h' } } })
    const units = { [offered.column]: 'kWh' }
    const wrong = await gateway.call('resources.offerColumns', { template: 'leak-watch', reader, units })
    expect(wrong.data.placeholders[0].columns[0].problem).toMatchObject({
      code: 'unit',
      params: { expected: 'm3{norm}/h', found: 'kW.h' },
    })
    const nonsense = { [offered.column]: 'bushels of air' }
    const unread = await gateway.call('resources.offerColumns', {
      ...{ template: 'leak-watch', reader, units: nonsense },
    })
    expect(unread.data.problems).toMatchObject([{ code: 'unit-unknown' }])
  })

  it('becomes a pipeline that runs', async () => {
    const reader = await lookAt('air.csv')
    const offers = await gateway.call('resources.offerColumns', { template: 'leak-watch', reader })
    const { column } = offers.data.placeholders[0].columns[0]
    const { data } = await gateway.call('resources.useTemplate', {
      ...{
        template: 'leak-watch',
        reader,
        columns: { flow: column },
        id: 'my-leaks',
        name: 'Meine Leckagen',
      },
      units: { [column]: 'Nm³/h' },
    })
    expect(data.problems).toEqual([])
    const saved = await gateway.call('pipelines.save', { document: data.document, expectedRevision: 0 })
    expect(saved.status).toBe(200)
    const started = await gateway.call('runs.start', { pipeline: { id: 'my-leaks', revision: 1 } })
    expect(started.data.issues).toEqual([])
    await waitFor('the run is done', () => isDone(started.data.run))
    const page = await gateway.call('datasets.page', {
      ...{ run: started.data.run, node: 'weekend', port: 'table', columns: ['flow'], limit: 2 },
    })
    expect(page.data.cells).toEqual([[200.5], [200.5]])
  })
})

/** Of no project. */
const ofAll = { projectId: undefined }

describe('while the pool is away', { timeout: 60_000 }, () => {
  it('the palette answers from its copy with its time, and new runs start and end', async () => {
    const before = await gateway.call('resources.palette', ofAll)
    expect(before.data.isStale).toBe(false)
    const pid = workshop.product.pidOf('resource-pool')
    expect(pid).toBeGreaterThan(0)
    process.kill(pid, 'SIGSTOP')
    try {
      await waitFor('the palette is a copy', async () => {
        const { status, data } = await gateway.call('resources.palette', ofAll)
        expect(status).toBe(200)
        expect(data.blocks.length).toBe(before.data.blocks.length)
        return data.isStale
      })
      const { data: copy } = await gateway.call('resources.palette', ofAll)
      expect(Date.parse(copy.asOf)).toBeLessThan(Date.now())
      const { data } = await gateway.call('resources.templates', ofAll)
      const { document } = data.templates.find((one: { id: string }) => one.id === 'leak-watch')
      const started = await gateway.call('runs.start', { document })
      await waitFor('the run is done', () => isDone(started.data.run))
      expect((await gateway.call('resources.palette', ofAll)).data.isStale).toBe(true)
    } finally {
      process.kill(pid, 'SIGCONT')
    }
    await waitFor('the palette is fresh', async () => {
      return !(await gateway.call('resources.palette', ofAll)).data.isStale
    })
  })

  it('a gateway that starts anew answers from the copy too', async () => {
    const pool = workshop.product.pidOf('resource-pool')
    const old = workshop.product.pidOf('gateway')
    process.kill(pool, 'SIGSTOP')
    try {
      process.kill(old, 'SIGKILL')
      await waitFor('another gateway answers', async () => {
        if (workshop.product.pidOf('gateway') === old) return false
        return await gateway.call('resources.palette', ofAll).then(
          ({ status, data }) => status === 200 && data.isStale === true,
          (error: Error) => {
            if (!(error instanceof TypeError)) throw error
            return false
          },
        )
      })
    } finally {
      process.kill(pool, 'SIGCONT')
    }
  })
})
