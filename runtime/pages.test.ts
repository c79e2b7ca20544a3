import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { checkoutDirectory } from '#config/directories.ts'
import { hashSources, providePages } from './pages.ts'
import { silent } from './progress.ts'

const scratch = mkdtempSync(join(tmpdir(), 'ecoki-pages-'))
afterAll(() => rmSync(scratch, { recursive: true }))

function makeSources(name: string, changes: Record<string, string> = {}): string {
  const checkout = join(scratch, name)
  const files = {
    'web/main.tsx': 'main',
    'pipeline/a.ts': 'a',
    'package.json': '{}',
    'package-lock.json': '{}',
    'api/b.ts': 'b',
    'web/main.test.ts': 'test',
    ...changes,
  }
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(checkout, path, '..'), { recursive: true })
    writeFileSync(join(checkout, path), content)
  }
  return checkout
}

test('pages have another version when what they are made of has changed, and only then', () => {
  const version = hashSources(makeSources('as-is'))
  expect(hashSources(makeSources('same'))).toBe(version)
  expect(hashSources(makeSources('elsewhere', { 'api/b.ts': 'c', 'web/main.test.ts': 'more' }))).toBe(version)
  for (const path of ['web/main.tsx', 'pipeline/a.ts', 'package-lock.json', 'web/i18n/de/new.json'])
    expect(hashSources(makeSources(`changed-${path.replaceAll('/', '-')}`, { [path]: 'x' })), path).not.toBe(
      version,
    )
})

test('the pages are built once, kept in the cache, and put where they are served', async () => {
  const places = { checkout: checkoutDirectory, cacheDir: join(scratch, 'cache') }
  const first = { ...places, webDir: join(scratch, 'first') }
  expect(await providePages(first, silent)).toBe('built')
  const page = readFileSync(join(first.webDir, 'index.html'), 'utf8')
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? ''
  expect(existsSync(join(first.webDir, script))).toBe(true)
  // The content security policy refuses scripts and styles in the page itself.
  expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style|https?:\/\//)
  // What every page needs comes in one gulp; the editor and the charts come when they are opened.
  const needed = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, file]) => file)
  const sizes = needed.map((file) => gzipSync(readFileSync(join(first.webDir, file))).length)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(300_000)

  expect(await providePages(first, silent)).toBe('unchanged')
  expect(await providePages({ ...places, webDir: join(scratch, 'second') }, silent)).toBe('from the cache')
  rmSync(first.webDir, { recursive: true })
  expect(await providePages(first, silent)).toBe('from the cache')
})
