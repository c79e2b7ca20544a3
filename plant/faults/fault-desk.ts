/** Takes orders for faults, carries them out between two ticks, and ends them in time. */
import type { Sensors } from './sensors.ts'
import type { Sender } from '#plant/sender.ts'
import type { FrontName, Servers } from '#plant/servers/servers.ts'
import type { ActiveFault, Fault, SensorFault, ServerFault } from './fault.ts'

export interface FaultTargets {
  servers: Servers
  sensors: Sensors
  sender: Sender
  /** Present reading of the plant's clock, epoch ms. */
  plantNow(): number
  /** Carried out between two ticks: no tick sees half of it. */
  betweenTicks<T>(change: () => Promise<T>): Promise<T>
  /** So many ticks at once. */
  burst(ticks: number): Promise<void>
}

const sensorKinds = new Set(['frozen', 'nan', 'bad', 'drift', 'spikes', 'clock-jump', 'duplicate-times'])

export class FaultDesk {
  #on: FaultTargets
  #active = new Map<number, { fault: ActiveFault; timer: NodeJS.Timeout }>()
  #next = 1

  constructor(on: FaultTargets) {
    this.#on = on
  }

  active(): ActiveFault[] {
    return [...this.#active.values()].map(({ fault }) => fault)
  }

  /** Resolves once it is in force; `hits`: so many tags, or 1. */
  async begin(fault: Fault): Promise<{ id: number; hits: number }> {
    const id = this.#next++
    if (fault.kind === 'burst') {
      await this.#on.betweenTicks(() => this.#on.burst(fault.ticks))
      return { id, hits: 1 }
    }
    const fromMs = Date.now()
    const active = { id, fault, fromMs, untilMs: fromMs + fault.forS * 1000 }
    const hits = await this.#on.betweenTicks(() => this.#start(active))
    const timer = setTimeout(() => void this.end(id), fault.forS * 1000)
    this.#active.set(id, { fault: active, timer })
    return { id, hits }
  }

  /** Before its time, or in time. */
  async end(id: number): Promise<boolean> {
    const found = this.#active.get(id)
    if (!found) return false
    this.#active.delete(id)
    clearTimeout(found.timer)
    await this.#on.betweenTicks(() => this.#stop(found.fault))
    return true
  }

  async endAll(): Promise<void> {
    for (const id of this.#active.keys()) await this.end(id)
  }

  /** Takes no time of a process that is to end. */
  close(): void {
    for (const { timer } of this.#active.values()) clearTimeout(timer)
    this.#active.clear()
  }

  async #start(active: ActiveFault): Promise<number> {
    const { fault } = active
    if (isOfSensors(fault)) return this.#on.sensors.begin({ ...active, fault }, this.#on.plantNow())
    await this.#breakServer(fault as ServerFault)
    return 1
  }

  async #stop({ id, fault }: ActiveFault): Promise<void> {
    if (isOfSensors(fault)) this.#on.sensors.end(id)
    else await this.#mendServer(fault as ServerFault)
  }

  async #breakServer(fault: ServerFault): Promise<void> {
    const { modbus } = this.#on.servers
    if (fault.kind === 'half') modbus.faults.isHalf = true
    if (fault.kind === 'other-unit') modbus.faults.isOtherUnit = true
    if (fault.kind === 'cut') this.#front(fault.channel).cut()
    if (fault.kind === 'silent') this.#front(fault.channel).setSilent(true)
    if (fault.kind === 'late') this.#front(fault.channel).setLate(fault.ms)
    if (fault.kind === 'gone') await this.#takeAway(fault)
  }

  async #mendServer(fault: ServerFault): Promise<void> {
    const { modbus } = this.#on.servers
    if (fault.kind === 'half') modbus.faults.isHalf = false
    if (fault.kind === 'other-unit') modbus.faults.isOtherUnit = false
    if (fault.kind === 'cut') await this.#front(fault.channel).open()
    if (fault.kind === 'silent') this.#front(fault.channel).setSilent(false)
    if (fault.kind === 'late') this.#front(fault.channel).setLate(0)
    if (fault.kind === 'gone') await this.#bringBack(fault)
  }

  async #takeAway(fault: ServerFault & { kind: 'gone' }): Promise<void> {
    const { servers, sender } = this.#on
    if (fault.channel !== 'sparkplug') this.#front(fault.channel).cut()
    if (fault.channel === 'opc-ua') await servers.opcUa.close()
    if (fault.channel === 'sparkplug') servers.sparkplug.leave()
    if (fault.channel === 'mqtt' && fault.keep) servers.mqtt.hold()
    else sender.closed.set(fault.channel, `${fault.channel} gone`)
    // The edge node speaks through the same broker.
    if (fault.channel === 'mqtt') sender.closed.set('sparkplug', 'broker gone')
  }

  async #bringBack({ channel, renumber }: ServerFault & { kind: 'gone' }): Promise<void> {
    const { servers, sender } = this.#on
    if (channel === 'opc-ua') await servers.opcUa.open(renumber)
    if (channel === 'sparkplug') await servers.sparkplug.open()
    if (channel !== 'sparkplug') await this.#front(channel).open()
    sender.closed.delete(channel)
    sender.forgetLast(channel)
    if (channel !== 'mqtt') return
    sender.closed.delete('sparkplug')
    await servers.mqtt.release()
  }

  #front(name: FrontName) {
    const front = this.#on.servers.fronts[name]
    if (!front) throw new Error(`the network of a given ${name} server is not the plant's`)
    return front
  }
}

function isOfSensors(fault: Fault): fault is SensorFault {
  return sensorKinds.has(fault.kind)
}
