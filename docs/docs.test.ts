/** Documentation that leads nowhere is worse than none: links, commands, options, variables and labels are looked up. */
import { globSync, existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { catalog } from '#blocks/specs.ts'
import { commands } from '#cli/commands.ts'
import { describeCatalog } from '#pipeline/block-description.ts'

const root = resolve(import.meta.dirname, '..')
const pages = globSync(['*.md', 'docs/**/*.md'], { cwd: root }).sort()
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** Links of a page outside of code; the target of each, without what is elsewhere. */
function linksOf(page: string): string[] {
  const prose = read(page)
    .replaceAll(/^```[\s\S]*?^```/gm, '')
    .replaceAll(/`[^`\n]*`/g, '')
  const targets = [...prose.matchAll(/\]\(([^()\s]+)\)/g)].map(([, target]) => target)
  return targets.filter((target) => !/^[a-z]+:/.test(target))
}

/** The anchors that GitHub makes of headings. */
function anchorsOf(path: string): string[] {
  const headings = [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, text]) => text)
  return headings.map((text) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

function deadLinks(page: string): string[] {
  return linksOf(page).filter((target) => {
    const [file, anchor] = target.split('#')
    const path = file === '' ? page : join(dirname(page), file)
    if (!existsSync(join(root, path))) return true
    return anchor !== undefined && path.endsWith('.md') && !anchorsOf(path).includes(anchor)
  })
}

/** Everything a page shows as code, line by line. */
function codeOf(page: string): string[] {
  const text = read(page)
  const fences = [...text.matchAll(/^```[a-z]*\n([\s\S]*?)^```/gm)].flatMap(([, code]) => code.split('\n'))
  const spans = [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)].map(
    ([, code]) => code,
  )
  return [...fences, ...spans]
}

const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts)

function unknownScripts(page: string): string[] {
  const called = codeOf(page).flatMap((line) => [...line.matchAll(/\bnpm (?:run )?([a-z-]+)/g)])
  const ofNpm = new Set(['install', 'ci', 'ls'])
  return called.map(([, name]) => name).filter((name) => !scripts.includes(name) && !ofNpm.has(name))
}

const known = new Map(commands.map((make) => make()).map((command) => [command.name(), command]))

/** What is wrong with a call of `npx ecoki` in a line of code, if anything is. */
function wrongCall(line: string): string | undefined {
  const words = /\bnpx ecoki(?: ([^#|&`]*))?/.exec(line)?.[1]?.trim().split(/\s+/)
  if (!words || !/^[a-z]/.test(words[0])) return undefined
  const command = known.get(words[0])
  if (!command) return line
  const under = command.commands.find((item) => item.name() === words[1])
  if (command.commands.length > 0 && words.length > 1 && !under) return line
  return unknownFlags(under ?? command, words).length > 0 ? line : undefined
}

function unknownFlags(command: Command, words: string[]): string[] {
  // Some hand their options on to a script, which knows them.
  if (command.options.length === 0) return []
  const flags = command.options.flatMap(({ long, short }) => [long, short])
  return words.filter((word) => /^--?[a-z]/.test(word) && word !== '--help' && !flags.includes(word))
}

const start = read('runtime/start.ts')

function unknownStartFlags(page: string): string[] {
  const calls = codeOf(page).flatMap((line) => [...line.matchAll(/\bnpm start -- ([^#]*)/g)])
  const flags = calls.flatMap(([, rest]) => rest.match(/--[a-z-]+/g) ?? [])
  return flags.filter((flag) => !start.includes(`'${flag}`))
}

const readers = globSync(['config/*.ts', 'docker-compose.yml', 'deploy/**'], { cwd: root })
const configuration = readers
  .filter((path) => !path.endsWith('.test.ts') && /\.\w+$/.test(path))
  .map(read)
  .join('\n')

function unknownVariables(page: string): string[] {
  const named = codeOf(page).flatMap((line) => line.match(/\bECOKI_[A-Z_]+/g) ?? [])
  return named.filter((name) => !configuration.includes(name))
}

/** Everything that the English pages may show: texts, titles of blocks, templates and articles. */
function shownTexts(): RegExp[] {
  const ofPages = globSync('web/i18n/en/*.json', { cwd: root }).flatMap((path) =>
    Object.values(JSON.parse(read(path)) as Record<string, string>),
  )
  const ofPool = globSync('resource-pool/content/*/*.json', { cwd: root }).map(
    (path) => (JSON.parse(read(path)) as { title: { en: string } }).title.en,
  )
  const titles = describeCatalog(catalog).map(({ spec }) => spec.title.en)
  // A text's gaps hold what the page puts in.
  return [...ofPages, ...ofPool, ...titles].map((text) => {
    const pieces = text.split(/\{\{.*?\}\}/).map((piece) => piece.replaceAll(/[^\p{L}\p{N} ]/gu, '\\$&'))
    return new RegExp(`^${pieces.join('.+')}$`)
  })
}

/** Labels stand in bold; ways through menus have arrows between them. */
function labelsOf(page: string): string[] {
  const bold = [...read(page).matchAll(/\*\*([^*\n]+)\*\*/g)].map(([, text]) => text)
  return bold.flatMap((text) => text.split(' → '))
}

describe.each(pages)('%s', (page) => {
  it('links to what is there', () => expect(deadLinks(page)).toEqual([]))
  it('names scripts of package.json', () => expect(unknownScripts(page)).toEqual([]))
  it('calls commands and options that there are', () => {
    const wrong = codeOf(page).map(wrongCall).filter(Boolean)
    expect([...wrong, ...unknownStartFlags(page)]).toEqual([])
  })
  it('names variables that something reads', () => expect(unknownVariables(page)).toEqual([]))
})

describe.each(pages.filter((page) => page.startsWith('docs/how-to/')))('%s', (page) => {
  it('names labels as the pages show them', () => {
    const texts = shownTexts()
    expect(labelsOf(page).filter((label) => !texts.some((text) => text.test(label)))).toEqual([])
  })
})

it('has one version, which the changelog begins with', () => {
  const { version } = JSON.parse(read('package.json')) as { version: string }
  expect(/^## (?!.*\(unreleased\))(.+)$/m.exec(read('CHANGELOG.md'))?.[1]).toBe(version)
  expect(read('cli/main.ts')).toContain(`.version('${version}')`)
  expect(read('docker-compose.yml')).toContain(`image: ecoki:${version}\n`)
})
