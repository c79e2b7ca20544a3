/** What a block's results depend on besides its inputs: its source with all it imports, and native versions. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import type { BlockType } from '#pipeline/block-spec.ts'

const root = resolve(import.meta.dirname, '..')
const fromRoot = createRequire(join(root, 'package.json'))
// A statement begins its line: the word alone also occurs in texts that people read.
const importPattern = /^(?:import|export)\s(?:[\w\s{},*$]+\sfrom\s)?'([^']+)'|\bimport\('([^']+)'\)/gm

/** SHA-256 over the files that `entries` reach by imports, in order of their paths; packages count by version. */
export function hashSource(...entries: string[]): string {
  const files = new Map<string, string>()
  const packages = new Set<string>()
  for (const entry of entries) visit(entry, files, packages)
  const hash = createHash('sha256')
  for (const [path, text] of [...files].sort(byKey)) hash.update(`${path.slice(root.length)}\0${text}\0`)
  for (const name of [...packages].sort()) hash.update(`${name}@${packageVersion(name)}\0`)
  return hash.digest('hex')
}

function byKey(a: [string, string], b: [string, string]): number {
  return a[0] < b[0] ? -1 : 1
}

function visit(path: string, files: Map<string, string>, packages: Set<string>): void {
  if (files.has(path)) return
  const text = readFileSync(path, 'utf8')
  files.set(path, text)
  for (const [, stated, loaded] of text.matchAll(importPattern)) {
    const target = stated ?? loaded
    if (target.startsWith('.')) visit(resolve(dirname(path), target), files, packages)
    else if (target.startsWith('#')) visit(join(root, target.slice(1)), files, packages)
    else if (!target.startsWith('node:')) packages.add(packageName(target))
  }
}

function packageName(target: string): string {
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/')
}

/** The installed version of an npm package. */
export function packageVersion(name: string): string {
  for (const folder of fromRoot.resolve.paths(name) ?? []) {
    const file = join(folder, name, 'package.json')
    if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
  }
  throw new Error(`package ${name} is not installed`)
}

/** Versions that are part of a block's reuse key. */
export function resultVersions({ spec }: BlockType): Record<string, string> {
  const versions: Record<string, string> = {}
  for (const name of spec.native ?? []) versions[name] = packageVersion(name)
  if (spec.usesZones) versions.zones = process.versions.tz ?? 'none'
  return versions
}
