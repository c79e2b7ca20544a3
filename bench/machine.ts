/** Where figures come from: without it they mean nothing. */
import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import { checkoutDirectory } from '#config/directories.ts'

/** One line: processor, memory, system, Node. */
export function describeMachine(): string {
  const memoryGb = Math.round(totalmem() / 2 ** 30)
  const model = cpus()[0]?.model.trim() || 'unknown processor'
  return `${availableParallelism()} cores (${model}), ${memoryGb} GiB, ${systemName()}, Node ${process.versions.node}`
}

/** The version of a package that is installed here. */
export function packageVersion(name: string): string {
  const file = join(checkoutDirectory, 'node_modules', name, 'package.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}

/** Processes that wanted a core during the last minute, on average. */
export function load(): string {
  return loadavg()[0].toFixed(1)
}

function systemName(): string {
  const text = readFileSync('/etc/os-release', 'utf8')
  return /^PRETTY_NAME="?([^"\n]*)/m.exec(text)?.[1] ?? process.platform
}
