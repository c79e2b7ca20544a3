import { join } from 'node:path'
import { writeInstance } from '#config/instance.ts'
import type { Instance } from '#config/instance.ts'
import { identify } from '#config/processes.ts'
import type { SupervisorConfig } from '#config/supervisor.ts'
import { openDataFolder } from './data-folder.ts'
import type { DataFolder } from './data-folder.ts'
import { limitLogs, writeEvent } from './log-files.ts'
import { instanceVariable } from './orphans.ts'
import { Service } from './service.ts'
import type { ServiceDefinition } from './service.ts'

/** What runs under one supervisor: its folder, its services in the order of their start, its description for others. */
export class Product {
  readonly config: SupervisorConfig
  readonly folder: DataFolder
  readonly services: Service[] = []
  readonly instance: Instance
  /** Told about everything that others may want to see. */
  onEvent: (text: string) => void = () => undefined
  /** Opens the page that makes the first account; said in the terminal and written nowhere. */
  setupUrl?: string
  #hasUnpublished = false

  constructor(config: SupervisorConfig) {
    this.config = config
    this.folder = openDataFolder(config.dataDir)
    this.instance = describe(config, this.folder)
    this.publish()
  }

  /** What the processes of this product are started with. */
  get environment(): Record<string, string | undefined> {
    return {
      [instanceVariable]: this.folder.root,
      DATABASE_URL: this.instance.databaseUrl,
      TEMPORAL_ADDRESS: this.instance.temporalAddress,
      ECOKI_DATA: this.folder.root,
      ECOKI_CACHE: this.config.cacheDir,
    }
  }

  /** Starts a process that is kept running from now on. */
  async run(definition: ServiceDefinition): Promise<void> {
    const service = new Service(definition, (changed, event) => this.note(`${changed.name} ${event}`))
    this.services.push(service)
    await service.start()
  }

  /** Ends all processes: first, together, those that use the servers, then these, the last one started first. */
  async stop(): Promise<void> {
    this.instance.isReady = false
    this.#unlessDiskIsFull(() => this.publish())
    const servers = this.services.filter(({ isServer }) => isServer)
    const users = this.services.filter(({ isServer }) => !isServer)
    await Promise.all(users.map((service) => service.stop()))
    for (const server of servers.toReversed()) await server.stop()
  }

  /** Where the output of a process goes. */
  logFile(name: string): string {
    return join(this.folder.logs, `${name}.log`)
  }

  /** Writes down an event, and how things are after it. A full disk must not end the supervisor. */
  note(text: string): void {
    this.onEvent(text)
    this.#unlessDiskIsFull(() => {
      writeEvent(this.folder.logs, text)
      this.publish()
    })
  }

  /** What has to be done from time to time. */
  tidy(): void {
    this.#unlessDiskIsFull(() => {
      limitLogs(this.folder.logs)
      if (this.#hasUnpublished) this.publish()
    })
  }

  #unlessDiskIsFull(write: () => void): void {
    try {
      write()
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
      this.#hasUnpublished = true
      this.onEvent(`The disk of ${this.folder.root} is full`)
    }
  }

  /** Makes the present state known to commands. */
  publish(): void {
    this.instance.processes = this.services.map((service) => service.describe())
    writeInstance(this.instance)
    this.#hasUnpublished = false
  }
}

function describe(config: SupervisorConfig, folder: DataFolder): Instance {
  const supervisor = identify(process.pid)
  if (!supervisor) throw new Error('This process cannot be found')
  return {
    databaseUrl: config.databaseUrl ?? '',
    temporalAddress: config.temporalAddress ?? '',
    checkout: config.checkout,
    dataDir: folder.root,
    cacheDir: config.cacheDir,
    storeDir: folder.store,
    logDir: folder.logs,
    startedAt: new Date().toISOString(),
    isReady: false,
    supervisor,
    processes: [],
    ports: {},
  }
}
