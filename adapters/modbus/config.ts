/** How a Modbus device or gateway is reached. */
import { z } from 'zod'
import { hostField, portField } from '#adapters/config-fields.ts'

const limits = {
  timeoutMs: z.int().min(50).max(60_000).describe('How long an answer may take'),
  pauseMs: z.int().min(0).max(10_000).describe('Between an answer and the next request'),
  maxRegisters: z.int().min(1).max(125).describe('In one request'),
  maxBits: z.int().min(1).max(2_000).describe('In one request'),
}

export const modbusConfig = z.strictObject({
  host: hostField,
  port: portField.default(502),
  transport: z
    .enum(['tcp', 'rtu-over-tcp'])
    .default('tcp')
    .describe('Modbus TCP, or serial frames that a converter passes on'),
  timeoutMs: limits.timeoutMs.default(1_000),
  pauseMs: limits.pauseMs.default(0),
  maxRegisters: limits.maxRegisters.default(125),
  maxBits: limits.maxBits.default(2_000),
  maxGap: z
    .int()
    .min(0)
    .max(124)
    .default(8)
    .describe('So many registers in between that nobody wants are read along'),
  units: z
    .array(
      z.strictObject({
        unit: z.int().min(0).max(255),
        timeoutMs: limits.timeoutMs.optional(),
        pauseMs: limits.pauseMs.optional(),
        maxRegisters: limits.maxRegisters.optional(),
        maxBits: limits.maxBits.optional(),
      }),
    )
    .max(256)
    .default([])
    .describe('Where a device behind a gateway needs other limits'),
})
export type ModbusConfig = z.infer<typeof modbusConfig>

export interface UnitLimits {
  timeoutMs: number
  pauseMs: number
  maxRegisters: number
  maxBits: number
}

export function limitsOf(config: ModbusConfig, unit: number): UnitLimits {
  const own = config.units.find((each) => each.unit === unit)
  const { timeoutMs, pauseMs, maxRegisters, maxBits } = config
  return {
    timeoutMs: own?.timeoutMs ?? timeoutMs,
    pauseMs: own?.pauseMs ?? pauseMs,
    maxRegisters: own?.maxRegisters ?? maxRegisters,
    maxBits: own?.maxBits ?? maxBits,
  }
}
