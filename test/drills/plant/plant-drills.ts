/** What happens to plants and to the host that listens to them. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { FaultInput } from '#plant/faults/fault.ts'
import { waitFor } from '#test/fixtures/product.ts'
import type { Drill } from '../drill.ts'
import { keepAway } from '../outages.ts'
import { endBy } from '../processes.ts'
import { plantDrill } from './plant-drill.ts'
import type { Strike } from './plant-drill.ts'
import { ways } from './machines.ts'

export const plantDrills: Drill[] = [
  plantDrill('host-killed', killHost),
  plantDrill('postgres-fast', (strike) => stopPostgres('SIGINT', strike), { outageMs: 60_000 }),
  plantDrill('postgres-immediate', (strike) => stopPostgres('SIGQUIT', strike)),
  plantDrill('host-killed-in-catch-up', killInCatchUp),
  plantDrill('broker-gone', fault({ kind: 'gone', channel: 'mqtt', keep: true }), { outageMs: 60_000 }),
  plantDrill('opc-ua-gone', fault({ kind: 'gone', channel: 'opc-ua', renumber: true })),
  plantDrill('modbus-late', fault({ kind: 'late', channel: 'modbus', ms: 3_000 })),
  plantDrill('modbus-half', fault({ kind: 'half' })),
  plantDrill('modbus-other-unit', fault({ kind: 'other-unit' })),
  plantDrill('socket-silent', fault(...ways.map((channel) => ({ kind: 'silent', channel }) as const))),
  plantDrill('clock-jump', jumpClock, { aheadMs: 120_000 }),
]

async function killHost({ on, random }: Parameters<Strike>[0]): Promise<number> {
  await sleep(random.below(1_500))
  await endBy('SIGKILL', on.hostPid)
  await hostIsBack(on)
  return 1
}

async function stopPostgres(
  signal: NodeJS.Signals,
  { on, outageMs }: Parameters<Strike>[0],
): Promise<number> {
  return keepAway(on.scene, { postgres: signal }, outageMs)
}

/** The historian was away, and while what was kept meanwhile is written the host dies. */
async function killInCatchUp(strike: Parameters<Strike>[0]): Promise<number> {
  const { on } = strike
  await stopPostgres('SIGINT', strike)
  // Whoever waits for what is kept to become less hits the catch-up in its middle.
  let most = 0
  await waitFor('the catch-up begins', async () => {
    const { samples } = (await on.host()).spool
    most = Math.max(most, samples)
    return samples > 0 && samples < most
  })
  await endBy('SIGKILL', on.hostPid)
  await hostIsBack(on)
  return 2
}

type UntimedFault = FaultInput extends infer F
  ? F extends { forS: number }
    ? Omit<F, 'forS'>
    : never
  : never

function fault(...faults: UntimedFault[]): Strike {
  return async ({ on, outageMs }) => {
    const { client } = on.plant
    for (const each of faults) await client.fault({ ...each, forS: outageMs / 1_000 } as FaultInput)
    await sleep(outageMs)
    await waitFor('the fault is over', async () => (await client.state()).faults.length === 0)
    return faults.length
  }
}

/** Of half the tags back, of all on ahead. */
async function jumpClock({ on, random, outageMs }: Parameters<Strike>[0]): Promise<number> {
  const { client } = on.plant
  const half = outageMs / 2_000
  const jumps = [-(500 + random.below(1_500)), 1_000 + random.below(90_000)]
  for (const ms of jumps) {
    await client.fault({ kind: 'clock-jump', tags: '*', forS: half, ms })
    await sleep(outageMs / 2)
    await waitFor('the clock is right again', async () => (await client.state()).faults.length === 0)
  }
  return jumps.length
}

async function hostIsBack({ scene }: Parameters<Strike>[0]['on']): Promise<void> {
  const isRunning = () =>
    scene.product
      .instance()
      .processes.some(({ name, state }) => name === 'adapter-host' && state === 'running')
  await waitFor('the host is back', isRunning)
}
