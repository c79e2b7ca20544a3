import { appendFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { limitLogs, writeEvent } from './log-files.ts'

test('a log over the limit begins anew, with the old part beside it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ecoki-logs-'))
  const file = join(folder, 'worker.log')
  writeFileSync(file, 'x'.repeat(101))
  writeEvent(folder, 'something happened')
  limitLogs(folder, 100)
  appendFileSync(file, 'new')
  expect(readFileSync(file, 'utf8')).toBe('new')
  expect(readFileSync(`${file}.1`, 'utf8')).toHaveLength(101)
  expect(readdirSync(folder).sort()).toEqual(['supervisor.log', 'worker.log', 'worker.log.1'])
  rmSync(folder, { recursive: true })
})
