/** Measures something of ours and Polars in turns, and compares what both have made. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BlockContext, BlockData } from '#blocks/block.ts'
import { checkoutDirectory } from '#config/directories.ts'
import type { Table } from '#pipeline/table.ts'
import { columnNamed } from '#pipeline/table.ts'
import { provideEnvironment } from '#test/suite/python.ts'
import { writeCsvFile } from './csv-file.ts'
import type { Comparison, Outcome } from './figure.ts'
import { compare } from './figure.ts'
import { Peer } from './peer.ts'

export interface PolarsComparison {
  comparison: Comparison
  times: number
  /** What Polars is asked to do with the file. */
  order: string
  /** Largest relative difference of two numbers. */
  tolerance: number
  /** Prepares ours with the file; what it returns does the work once and gives the result. */
  prepare(path: string, folder: string): Promise<() => Promise<{ ms: number; table: Table }>>
  say(text: string): void
}

export async function besidePolars(given: PolarsComparison): Promise<Outcome> {
  const python = await provideEnvironment(join(checkoutDirectory, 'test', 'reference', 'requirements.txt'))
  const folder = mkdtempSync(join(tmpdir(), 'ecoki-bench-'))
  const peer = new Peer(python, 'polars_tables.py')
  try {
    const path = join(folder, 'made.csv')
    await writeCsvFile(path)
    return await takeTurns(given, { peer, path, folder })
  } finally {
    await peer.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Place {
  peer: Peer
  path: string
  folder: string
}

async function takeTurns(given: PolarsComparison, { peer, path, folder }: Place): Promise<Outcome> {
  const work = await given.prepare(path, folder)
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (let round = 0; round <= given.times; round++) {
    const { ms, table } = await work()
    const peerMs = await peer.ask<number>({ do: given.order, path })
    given.say(`${Math.round(ms)} ms, Polars ${Math.round(peerMs)} ms`)
    if (round === 0) await requireEqual(table, peer, folder, given.tolerance)
    else {
      ours.push(ms)
      theirs.push(peerMs)
    }
  }
  const version = await peer.ask<string>({ do: 'version' })
  return { figures: [compare(given.comparison, ours, theirs)], remarks: [`Peer: Polars ${version}.`] }
}

async function requireEqual(table: Table, peer: Peer, folder: string, tolerance: number): Promise<void> {
  const results = join(folder, 'polars')
  mkdirSync(results)
  const names = await peer.ask<string[]>({ do: 'write', folder: results })
  if (names.length !== table.columns.length) throw new Error(`Polars has ${names.length} columns`)
  for (const name of names) {
    const bytes = readFileSync(join(results, name))
    const theirs = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8)
    const ours = columnNamed(table, name).values as Float64Array
    const row = firstDifference(ours, theirs, tolerance)
    if (row >= 0) throw new Error(`${name}, row ${row}: ${ours[row]}, Polars ${theirs[row]}`)
  }
}

function firstDifference(ours: Float64Array, theirs: Float64Array, tolerance: number): number {
  if (ours.length !== theirs.length) return Math.min(ours.length, theirs.length)
  return ours.findIndex((value, row) => {
    const other = theirs[row]
    if (Number.isNaN(value) || Number.isNaN(other)) return !(Number.isNaN(value) && Number.isNaN(other))
    return Math.abs(value - other) > tolerance * Math.max(Math.abs(value), Math.abs(other))
  })
}

/** What a block is given outside of a run: one file, nothing else. */
export function contextFor(path: string, folder: string): BlockContext {
  const refuse = () => Promise.reject(new Error('not needed here'))
  const data: BlockData = {
    localPath: () => Promise.resolve(path),
    scratchPath: (name) => join(folder, name),
    writeFile: refuse,
    readHistorian: refuse,
    writeHistorian: refuse,
  }
  const window = { fromUs: -Infinity, toUs: Infinity }
  const { signal } = new AbortController()
  return { window, seed: 1, signal, progress: () => undefined, log: () => undefined, data }
}
