/** What the contract needs to know of an adapter and of a real machine that it can speak to. */
import type { TestContext } from 'vitest'
import type { Adapter } from '#adapters/adapter.ts'

export interface AdapterRig {
  adapter: Adapter
  /** Configs that are wrong, and the field (with points) that is told. */
  wrong: { config: unknown; field: string }[]
  /** Of a machine behind this port of 127.0.0.1. */
  config(port: number): unknown
  /** Two values of the machine, both numbers. */
  addresses: [unknown, unknown]
  /** Reads well, and is not on the machine. Left out where everything may be there one day. */
  absent?: unknown
  /**
   * What could change anything on the machine, in what clients have sent: one buffer for each connection, from its
   * first byte on.
   */
  writesIn(sent: Buffer): string[]
  /** Bytes of a connection that writes: shows that `writesIn` sees it. */
  write: Buffer
  start(context: Pick<TestContext, 'skip'>): Promise<RigMachine>
}

export interface RigMachine {
  port: number
  /** Both values become this number; resolves once the machine has it. */
  say(value: number): Promise<void>
  /** Whether the machine keeps all that was not acknowledged. Else a value is lost when the next one is said. */
  keeps: boolean
  stop(): Promise<void>
}
