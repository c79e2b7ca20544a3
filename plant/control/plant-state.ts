/** How a plant is, for those who command it. */
import type { ActiveFault } from '#plant/faults/fault.ts'
import type { RunningPlant } from '#plant/running-plant.ts'

export interface PlantState {
  simulated: true
  /** Epoch ms on the plant's clock. */
  timeMs: number
  step: number
  tags: number
  /** Rows of the ledger, and samples sent since the start (polled ones not counted). */
  ledgerSeq: number
  sent: number
  /** Requests to write that came by Modbus, all refused. */
  modbusWrites: number
  /** Seconds of a core since the start, and bytes in memory. */
  cpuS: number
  rss: number
  faults: ActiveFault[]
}

export function plantState(plant: RunningPlant): PlantState {
  const { user, system } = process.cpuUsage()
  return {
    simulated: true,
    timeMs: plant.simulation.timeMs,
    step: plant.simulation.state.step,
    tags: plant.tags.length,
    ledgerSeq: plant.ledger.seq,
    sent: plant.sender.sent,
    modbusWrites: plant.servers.modbus.writes,
    cpuS: (user + system) / 1e6,
    rss: process.memoryUsage.rss(),
    faults: plant.faults.active(),
  }
}
