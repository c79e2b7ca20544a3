/** Where the plant stood, so that after a restart it goes on as if it had never stopped. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Simulation } from './physics/simulation.ts'
import type { SimulationOptions, SimulationState } from './physics/simulation.ts'

interface Snapshot {
  options: Omit<SimulationOptions, 'truths'>
  state: SimulationState
}

const fileName = 'state.json'
/** Steps of lines that are computed again at most: some seconds. Beyond it the plant stood still meanwhile. */
const mostSteps = 2_000_000

/** Of the same plant only: another seed or size begins anew. */
export function resumeOrBegin(folder: string, wanted: SimulationOptions, untilMs: number): Simulation {
  const path = join(folder, fileName)
  if (!existsSync(path)) return new Simulation(wanted)
  const { options, state } = JSON.parse(readFileSync(path, 'utf8')) as Snapshot
  const isSame = (['seed', 'lines', 'periodMs', 'setpoint'] as const).every(
    (key) => options[key] === wanted[key],
  )
  if (!isSame) return new Simulation(wanted)
  const simulation = new Simulation({ ...options, truths: wanted.truths }, state)
  catchUp(simulation, untilMs)
  return simulation
}

/** Steps through the time in which nobody looked. */
function catchUp(simulation: Simulation, untilMs: number): void {
  const { periodMs, lines } = simulation.options
  const missing = Math.floor((untilMs - simulation.timeMs) / periodMs)
  const computed = Math.min(missing, Math.floor(mostSteps / lines))
  if (missing > computed) simulation.state.step += missing - computed
  for (let i = 0; i < computed; i++) simulation.step()
}

/** Whole or not at all. */
export function writeSnapshot(folder: string, { options, state }: Simulation): void {
  const { seed, lines, startMs, epochMs, periodMs, setpoint } = options
  const snapshot: Snapshot = { options: { seed, lines, startMs, epochMs, periodMs, setpoint }, state }
  const path = join(folder, fileName)
  writeFileSync(`${path}.new`, JSON.stringify(snapshot), { mode: 0o600 })
  renameSync(`${path}.new`, path)
}
