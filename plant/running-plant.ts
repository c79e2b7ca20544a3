/** A plant that runs: physics, sensors, ledger and servers on one clock. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { registerMapName } from '#config/plant-file.ts'
import type { PlantConfig } from '#config/plant.ts'
import { PlantClock } from './clock.ts'
import { FaultDesk } from './faults/fault-desk.ts'
import { Sensors } from './faults/sensors.ts'
import { requireLabels } from './label.ts'
import { Ledger } from './ledger/ledger.ts'
import type { Simulation } from './physics/simulation.ts'
import type { Reading } from './samples.ts'
import { Sender } from './sender.ts'
import { mapAsCsv } from './servers/modbus-map.ts'
import { openServers, shownNames } from './servers/servers.ts'
import type { Ports, Servers } from './servers/servers.ts'
import { resumeOrBegin, writeSnapshot } from './snapshot.ts'
import { isLabelTag, lineMeasures, makeCatalog } from './tags/catalog.ts'
import type { PlantTag } from './tags/catalog.ts'

/** Ticks that are written down and sent together where the plant's clock runs fast. */
const ticksAtOnce = 50
const snapshotEveryMs = 30_000

export class RunningPlant {
  readonly config: PlantConfig
  readonly tags: PlantTag[]
  readonly simulation: Simulation
  readonly servers: Servers
  readonly faults: FaultDesk
  readonly sender: Sender
  readonly ledger: Ledger
  #sensors: Sensors
  #clock: PlantClock
  #ending = new AbortController()
  #running: Promise<void> | undefined
  #between: Promise<unknown> = Promise.resolve()
  #snapshotAt = 0

  private constructor(of: {
    config: PlantConfig
    tags: PlantTag[]
    simulation: Simulation
    servers: Servers
    ledger: Ledger
  }) {
    this.config = of.config
    this.tags = of.tags
    this.simulation = of.simulation
    this.servers = of.servers
    this.ledger = of.ledger
    this.sender = new Sender(of.ledger, of.servers.channels)
    this.#sensors = new Sensors(of.tags)
    this.#clock = clockOf(of.config, of.simulation)
    this.faults = new FaultDesk({
      servers: of.servers,
      sensors: this.#sensors,
      sender: this.sender,
      plantNow: () => this.simulation.timeMs,
      betweenTicks: (change) => this.#exclusive(change),
      burst: (ticks) => this.#sendTicks(ticks),
    })
  }

  static async open(config: PlantConfig, ports: Ports = {}): Promise<RunningPlant> {
    mkdirSync(config.folder, { recursive: true, mode: 0o700 })
    chmodSync(config.folder, 0o700)
    const lines = Math.ceil(config.tags / lineMeasures.length)
    const tags = makeCatalog({ lines, allByOpcUa: config.allByOpcUa })
    requireLabels([...shownNames(), tags.find(({ name }) => isLabelTag(name))?.name ?? 'no label tag'])
    const ledger = await Ledger.open(join(config.folder, 'ledger'), { keepBytes: config.ledgerBytes })
    const simulation = begin(config, lines, ledger.sentUntilMs)
    const { folder, history, brokerUrl } = config
    const servers = await openServers({ folder, tags, ports, history, brokerUrl, ledger })
    writeFileSync(join(folder, registerMapName), mapAsCsv(servers.map))
    return new RunningPlant({ config, tags, simulation, servers, ledger })
  }

  /** Begins to tick. `onError`: it cannot go on. */
  run(onError: (error: unknown) => void): void {
    this.#running = this.#loop().catch(onError)
  }

  /** Nothing is sent any more once it resolves; the rest is closed as far as a second allows. */
  async close(): Promise<void> {
    this.#ending.abort()
    await this.#running
    this.faults.close()
    writeSnapshot(this.config.folder, this.simulation)
    await this.ledger.close()
    for (const front of Object.values(this.servers.fronts)) front.cut()
    const closing = Object.values(this.servers.channels).map((channel) => channel.close())
    await Promise.race([Promise.allSettled(closing), sleep(1000, undefined, { ref: false })])
  }

  async #loop(): Promise<void> {
    const { signal } = this.#ending
    const { periodMs } = this.config
    while (!signal.aborted) {
      const due = Math.floor((this.#clock.now() - this.simulation.timeMs) / periodMs)
      if (due > 0) await this.#exclusive(() => this.#sendTicks(Math.min(due, ticksAtOnce)))
      else await pause(this.#clock.msUntil(this.simulation.timeMs + periodMs), signal)
      this.#snapshot()
    }
  }

  async #sendTicks(ticks: number): Promise<void> {
    const readings: Reading[] = []
    for (let i = 0; i < ticks; i++) {
      this.simulation.step()
      readings.push(...this.#sensors.read(this.simulation))
    }
    await this.sender.send(readings)
  }

  #snapshot(): void {
    const now = Date.now()
    if (now < this.#snapshotAt) return
    this.#snapshotAt = now + snapshotEveryMs
    writeSnapshot(this.config.folder, this.simulation)
  }

  /** One after the other: ticks, and what changes between them. */
  #exclusive<T>(change: () => Promise<T>): Promise<T> {
    const done = this.#between.then(change)
    this.#between = done.catch(() => undefined)
    return done
  }
}

/** Unless it is told another time, it is now for the plant what it is for all. */
function clockOf({ startMs, speed }: PlantConfig, { timeMs }: Simulation): PlantClock {
  const isPresent = startMs === undefined && speed === 1
  return new PlantClock(isPresent ? Date.now() : timeMs, speed)
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(Math.max(1, ms), undefined, { signal }).catch(() => undefined)
}

/** A plant whose clock is behind goes on after what it has sent; else it is now what it is. */
function begin(config: PlantConfig, lines: number, sentUntilMs: number): Simulation {
  const { seed, periodMs, setpoint } = config
  const now = Date.now()
  const startMs = Math.floor((config.startMs ?? now) / periodMs) * periodMs
  const epochMs = config.epochMs ?? startMs
  const untilMs = config.speed === 1 ? now : Math.min(now, sentUntilMs)
  return resumeOrBegin(config.folder, { seed, lines, startMs, epochMs, periodMs, setpoint }, untilMs)
}
