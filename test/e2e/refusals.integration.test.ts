/** What a person or a script is told when something is not as it should be. */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { useWorkshop } from '#test/fixtures/workshop.ts'

const workshop = useWorkshop()

const codesOf = (text: string) =>
  JSON.parse(text).issues.map(
    (issue: { code: string; severity: string }) => `${issue.severity} ${issue.code}`,
  )

const countRuns = async () =>
  (await workshop.pool.query('select count(*)::int as runs from run')).rows[0].runs as number

test('rows that were left out and the dialect that was found are shown, also when the step is reused', async () => {
  writeFileSync(
    join(workshop.folder, 'ragged.csv'),
    'time;x\n2024-01-01 00:00;1\n2024-01-01 01:00;2;3\n2024-01-01 02:00;4\n',
  )
  const config = { file: 'ragged.csv', zone: 'UTC', onBadRow: 'skip' }
  const path = workshop.pipeline('ragged', [{ id: 'read', block: 'read-csv', config }], [])
  for (const time of ['computed', 'reused']) {
    const plain = await workshop.ecoki('run', path)
    expect(plain.stderr, time).toMatch(/warning read: 1 .*3/)
    expect(plain.stderr, time).toMatch(/read: .*utf-8.*;/)
    expect(codesOf((await workshop.ecoki('run', path, '--json')).stdout), time).toContain(
      'warning bad-rows-skipped',
    )
  }
})

test('a failed run says why in its one document', async () => {
  const nodes = [
    { id: 'sim', block: 'simulated-history', config: { days: 2 } },
    { id: 'none', block: 'filter', config: { conditions: [{ column: 'energy', operator: 'is-missing' }] } },
    { id: 'fit', block: 'linear-regression-fit', config: { target: 'energy' } },
  ]
  const path = workshop.pipeline('fails', nodes, ['sim.table>none.table', 'none.table>fit.table'])
  const { code, stdout } = await workshop.ecoki('run', path, '--json')
  expect(code).toBe(1)
  expect(JSON.parse(stdout).status).toBe('failed')
  expect(codesOf(stdout)).toContain('error too-few-rows')
})

test('an output that cannot be copied is refused before anything runs', async () => {
  const path = workshop.pipeline('out', [{ id: 'sim', block: 'simulated-history', config: { days: 2 } }], [])
  const before = await countRuns()
  for (const output of ['sim=x.csv', 'nobody=x.csv']) {
    const { code, stdout } = await workshop.ecoki('run', path, '--json', '--output', output)
    expect(code).toBe(2)
    expect(codesOf(stdout)).toEqual(['error output-no-file'])
  }
  expect(await countRuns()).toBe(before)
  expect(existsSync('x.csv')).toBe(false)
})

test('characters that no database keeps are a mistake with its place, not a crash', async () => {
  for (const title of ['a\0b', 'x\ud800y']) {
    const path = workshop.pipeline(
      'text',
      [{ id: title, block: 'simulated-history', config: { days: 2 } }],
      [],
    )
    const { code, stdout } = await workshop.ecoki('run', path, '--json')
    expect(code).toBe(2)
    expect(codesOf(stdout)).toContain('error document-field')
  }
})

test('what is no document is refused by one document with --json', async () => {
  const path = join(workshop.folder, 'broken.json')
  writeFileSync(path, '{ "ecoki": 1, ')
  for (const command of ['run', 'validate']) {
    const { code, stdout } = await workshop.ecoki(command, path, '--json')
    expect(code).toBe(2)
    expect(codesOf(stdout)).toEqual(['error document-unreadable'])
  }
})

test('a word that is no run is refused in words', async () => {
  for (const command of ['show', 'cancel', 'rerun']) {
    const { code, stderr } = await workshop.ecoki(command, 'nope')
    expect(code, command).toBe(2)
    expect(stderr).toContain('nope')
  }
})
