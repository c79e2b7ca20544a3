/** What a sensor shows of a line. */
import type { LineState } from '#plant/physics/line.ts'
import type { Surroundings } from '#plant/physics/surroundings.ts'

/** 'single' is a float of 32 bits, 'int' a whole number of at most 53. */
export type TagType = 'float' | 'single' | 'int' | 'boolean' | 'text'
export type TagKind = 'level' | 'amount' | 'counter'
export type TagValue = number | boolean | string

export interface Measure {
  /** Below the line: area/machine/name. */
  path: string
  /** UCUM; absent: the value has none. */
  unit?: string
  kind: TagKind
  type: TagType
  /** Standard deviation of the sensor, in the unit. */
  noise: number
  read(line: LineState, at: Surroundings): TagValue
}

type Read = Measure['read']

/** A level with the noise of its sensor. */
export function level(path: string, unit: string, noise: number, read: Read): Measure {
  return { path, unit, kind: 'level', type: 'float', noise, read }
}

/** As a cheap sensor sends it: 32 bits. */
export function single(path: string, unit: string, noise: number, read: Read): Measure {
  return { path, unit, kind: 'level', type: 'single', noise, read }
}

/** Runs up for ever. */
export function counter(path: string, unit: string, read: Read): Measure {
  return { path, unit, kind: 'counter', type: 'float', noise: 0, read }
}

/** Whole things counted. */
export function count(path: string, read: Read): Measure {
  return { path, unit: '1', kind: 'counter', type: 'int', noise: 0, read }
}

export function flag(path: string, read: Read): Measure {
  return { path, kind: 'level', type: 'boolean', noise: 0, read }
}

export function text(path: string, read: Read): Measure {
  return { path, kind: 'level', type: 'text', noise: 0, read }
}
