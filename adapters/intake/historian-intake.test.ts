import { randomUUID } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { FailingDisk } from '#test/fixtures/failing-disk.ts'
import { IntakeFull } from '../intake.ts'
import { SampleBatchBuilder } from '../sample-batch.ts'
import { HistorianIntake } from './historian-intake.ts'

// Nobody listens there.
const databaseUrl = 'postgres://nobody:nothing@127.0.0.1:1/nowhere'
const connectionId = randomUUID()
let intake: HistorianIntake

afterEach(() => intake.close())

function batchOf(count: number) {
  const builder = new SampleBatchBuilder()
  for (let at = 0; at < count; at++) builder.addNumber(1, at, at)
  return builder.take(1_000)
}

async function open(disk: FailingDisk, more = {}): Promise<void> {
  intake = await HistorianIntake.open({ databaseUrl, spool: disk.files, maxSpoolBytes: 10_000, ...more })
}

test('with the historian away, samples are accepted until the spool is full, then refused, and gaps still kept', async () => {
  await open(new FailingDisk(Math.random))
  let accepted = 0
  const fill = async () => {
    for (;;) {
      await intake.accept(batchOf(50), connectionId)
      accepted += 50
    }
  }
  await expect(fill()).rejects.toBeInstanceOf(IntakeFull)
  expect(intake.state()).toMatchObject({
    historian: 'away',
    spool: { samples: accepted, isFilling: true, isFull: true },
  })
  expect(accepted).toBeGreaterThan(300)
  await intake.acceptGap({ keys: [1], fromUs: 0, toUs: 1, cause: 'spool-full' }, connectionId)
})

test('a disk that fails to sync is told, nothing is accepted, and it goes on when the disk does', async () => {
  const disk = new FailingDisk(Math.random)
  await open(disk)
  await intake.accept(batchOf(1), connectionId)
  disk.failsToSync = true
  await expect(intake.accept(batchOf(1), connectionId)).rejects.toBeInstanceOf(IntakeFull)
  expect(intake.state().spool).toMatchObject({ isFull: true, error: expect.stringContaining('EIO') })
  disk.failsToSync = false
  await intake.accept(batchOf(1), connectionId)
  expect(intake.state().spool).toMatchObject({ isFull: false, samples: 2 })
})

test('what waits in memory is bounded', async () => {
  await open(new FailingDisk(Math.random), { maxQueueBytes: 20_000, maxSpoolBytes: 1e7 })
  const answers = await Promise.allSettled(
    Array.from({ length: 50 }, () => intake.accept(batchOf(50), connectionId)),
  )
  const refused = answers.filter(({ status }) => status === 'rejected').length
  expect(refused).toBeGreaterThan(30)
  expect(refused).toBeLessThan(50)
})

test('refuses what could never be written', async () => {
  await open(new FailingDisk(Math.random))
  await expect(intake.accept(batchOf(1), 'no uuid')).rejects.toBeInstanceOf(RangeError)
  const gap = { keys: [], fromUs: NaN, toUs: 1, cause: 'host-down' as const }
  await expect(intake.acceptGap(gap, connectionId)).rejects.toBeInstanceOf(RangeError)
})
