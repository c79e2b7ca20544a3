/** A simulated plant beside a drill's product, connected once and shared by all drills of the plant. */
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { HostClient } from '#adapters/host-client.ts'
import { adapterHostTokenFile } from '#config/adapter-host.ts'
import { httpGateway } from '#test/fixtures/http-gateway.ts'
import { startPlant } from '#test/fixtures/plant.ts'
import type { TestPlant } from '#test/fixtures/plant.ts'
import { waitFor } from '#test/fixtures/product.ts'
import { tallyPlant } from './tally-plant.ts'
import type { PlantTally } from './tally-plant.ts'
import type { Scene } from '../scene.ts'
import { connectPlant } from './machines.ts'
import type { Machine } from './machines.ts'

/** 600 tags five times a second: about 2,000 samples/s by the three ways that are connected. */
const size = { tags: 600, 'period-ms': 200, seed: 1 }
/** What has been accepted is stored within this time once everything is well. */
const arrivesWithinMs = 15_000

const plants = new WeakMap<Scene, Promise<PlantScene>>()

export class PlantScene {
  readonly scene: Scene
  readonly plant: TestPlant
  readonly machines: Machine[]

  private constructor(of: Pick<PlantScene, 'scene' | 'plant' | 'machines'>) {
    this.scene = of.scene
    this.plant = of.plant
    this.machines = of.machines
  }

  /** That of the scene, started when the first drill needs it. */
  static of(scene: Scene): Promise<PlantScene> {
    const open = plants.get(scene) ?? PlantScene.#open(scene)
    plants.set(scene, open)
    return open
  }

  static async #open(scene: Scene): Promise<PlantScene> {
    const plant = await startPlant({ 'ledger-mb': 0, ...size })
    scene.onClose(() => plant.remove())
    const machines = await connectPlant(httpGateway(scene.product), plant)
    return new PlantScene({ scene, plant, machines })
  }

  get hostPid(): number {
    return this.scene.product.pidOf('adapter-host')
  }

  /** What the host says about itself. */
  host() {
    const { ports } = this.scene.product.instance()
    const file = adapterHostTokenFile(this.scene.dataDir)
    const url = `http://127.0.0.1:${ports.adapterHost}`
    return new HostClient({ url, token: () => readFileSync(file, 'utf8').trim() }).state()
  }

  /** Waits until every way has brought samples to the historian that were made after `sinceMs`; returns when. */
  async flows(sinceMs: number, patienceMs = 45_000): Promise<number> {
    await waitFor(
      'samples of every way',
      async () => (await this.#behind(sinceMs)).length === 0,
      patienceMs,
    ).catch(async () => {
      const state = await this.#states()
      throw new Error(`no samples by ${await this.#behind(sinceMs)}: ${JSON.stringify(state)}`)
    })
    return Date.now()
  }

  /** Counts [fromMs, now] when what was accepted has had time to arrive. */
  async settle(fromMs: number, aheadMs = 0): Promise<PlantTally> {
    const window = {
      ...{ plantFolder: this.plant.folder, pairs: this.machines.flatMap(({ pairs }) => pairs) },
      ...{ fromUs: fromMs * 1_000, toUs: (Date.now() + aheadMs) * 1_000 },
    }
    const deadline = Date.now() + arrivesWithinMs
    for (;;) {
      await this.#drained(deadline)
      const tally = await tallyPlant(this.scene.app.pool, window)
      if (tally.lost === 0 || Date.now() > deadline) return tally
    }
  }

  /** The largest that the process has been, in MB. */
  get hostPeakMb(): number {
    const status = readFileSync(`/proc/${this.hostPid}/status`, 'utf8')
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1_024)
  }

  async #drained(deadline: number): Promise<void> {
    await sleep(1_500)
    while (Date.now() < deadline) {
      const { historian, spool } = await this.host()
      if (historian === 'there' && spool.samples === 0) return
      await sleep(200)
    }
  }

  async #behind(sinceMs: number): Promise<string[]> {
    const { rows } = await this.scene.app.pool
      .query<{ tag: number }>(
        `select tag from unnest($1::int[]) tag
         where exists (select from sample where tag_id = tag and time_us >= $2)`,
        [this.machines.map(({ counter }) => counter), sinceMs * 1_000],
      )
      .catch(() => ({ rows: [] })) // the database may be on its way back
    return this.machines
      .filter(({ counter }) => !rows.some(({ tag }) => tag === counter))
      .map(({ way }) => way)
  }

  async #states(): Promise<unknown> {
    const { data } = await httpGateway(this.scene.product).call('connections.list', {})
    return data
  }
}
