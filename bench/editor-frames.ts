import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { build, preview } from 'vite'
import { catalog } from '#blocks/specs.ts'
import { describeCatalog } from '#pipeline/block-description.ts'
import type { PipelineDocument } from '#pipeline/document.ts'
import type { BenchWindow, Gesture } from './editor-frames/input.ts'
import { compare, median } from './figure.ts'
import type { Benchmark, Figure } from './figure.ts'
import { packageVersion } from './machine.ts'

const nodes = 500
const framesEach = 40
const times = 3
const viewport = { width: 1_440, height: 900 }
const root = join(import.meta.dirname, 'editor-frames')

interface Case {
  what: string
  gesture: Gesture
  isNear: boolean
}

const cases: Case[] = [
  { what: 'pan, all in sight', gesture: 'pan', isNear: false },
  { what: 'zoom, all in sight', gesture: 'zoom', isNear: false },
  { what: 'drag a node, all in sight', gesture: 'drag', isNear: false },
  { what: 'pan, full size', gesture: 'pan', isNear: true },
  { what: 'zoom, full size', gesture: 'zoom', isNear: true },
  { what: 'drag a node, full size', gesture: 'drag', isNear: true },
]

export const editorFrames: Benchmark = {
  name: 'editor-frames',
  title: 'Moving about a large pipeline, beside React Flow',
  about: `${nodes} nodes in a chain. EcoKI: the editor's canvas with blocks of the catalog, built as the pages are, without the
panels around it. Peer: React Flow as in its own stress example (default nodes, map, controls, background), as many
nodes at the same places with the same wires. Both in Chromium without a screen, frames as fast as they can be drawn,
${viewport.width} by ${viewport.height}. The mouse moves (or its wheel turns) once a frame for ${framesEach} frames; a figure is the median frame
by the clock, or what the page's main thread computes for a frame on average. ${times} times in turns, each page on its own.`,
  async run(say) {
    const outDir = mkdtempSync(join(realpathSync(tmpdir()), 'ecoki-frames-'))
    const site = await buildPages(outDir)
    const browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-frame-rate-limit',
        '--disable-gpu-vsync',
        '--disable-background-networking',
      ],
    })
    try {
      const ours: Frames[][] = []
      const peer: Frames[][] = []
      for (let time = 0; time < times; time++) {
        ours.push(await measure(browser, `${site.url}ours.html`))
        peer.push(await measure(browser, `${site.url}peer.html`))
        say(`EcoKI ${rounded(ours[time])}; React Flow ${rounded(peer[time])} ms`)
      }
      return {
        figures: [...figuresOf('frame', ours, peer), ...figuresOf('thread', ours, peer)],
        remarks: [`Peer: React Flow ${packageVersion('@xyflow/react')}; Chromium ${browser.version()}.`],
      }
    } finally {
      await browser.close()
      await site.close()
      rmSync(outDir, { recursive: true, force: true })
    }
  },
}

function rounded(values: Frames[]): string {
  return values.map(({ frame, thread }) => `${frame.toFixed(1)} (${thread.toFixed(1)})`).join(' ')
}

const limit = {
  ratio: 1.1,
  text: '<= 1.1',
  reason:
    'The clock also counts painting and whatever else runs on the machine; the main thread alone is told below.',
}

function figuresOf(kind: keyof Frames, ours: Frames[][], peer: Frames[][]): Figure[] {
  return cases.map(({ what }, index) =>
    compare(
      kind === 'frame' ? { what, limit } : { what: `${what}, main thread` },
      ours.map((found) => found[index][kind]),
      peer.map((found) => found[index][kind]),
    ),
  )
}

async function buildPages(outDir: string): Promise<{ url: string; close(): Promise<void> }> {
  const shared = { configFile: false as const, root, logLevel: 'error' as const }
  const output = { outDir, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 5_000 }
  await build({
    ...shared,
    plugins: [react()],
    build: {
      ...output,
      rolldownOptions: { input: ['ours.html', 'peer.html'].map((name) => join(root, name)) },
    },
  })
  const server = await preview({ ...shared, build: { outDir }, preview: { host: '127.0.0.1', port: 0 } })
  return { url: server.resolvedUrls!.local[0], close: () => server.close() }
}

interface Frames {
  /** The median frame by the clock, in milliseconds. */
  frame: number
  /** What the page's main thread computed for a frame, in milliseconds: untouched by other processes. */
  thread: number
}

async function threadClock(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1_000
  }
}

/** In the order of the cases. */
async function measure(browser: Browser, url: string): Promise<Frames[]> {
  const page = await browser.newPage({ viewport })
  page.setDefaultTimeout(60_000)
  try {
    await page.addInitScript((input) => Object.assign(globalThis, { input }), {
      document: chainDocument(),
      blocks: describeCatalog(catalog),
    })
    await page.goto(url)
    await page.waitForSelector('.react-flow__edge-path', { state: 'attached' })
    const found: Frames[] = []
    const threadMs = await threadClock(page)
    for (const { gesture, isNear } of cases) {
      await look(page, isNear)
      const before = await threadMs()
      const frames = await page.evaluate(
        (of) => (globalThis as unknown as BenchWindow).framesOf(of.gesture, of.count),
        { gesture, count: framesEach },
      )
      found.push({ frame: median(frames), thread: ((await threadMs()) - before) / framesEach })
    }
    return found
  } finally {
    await page.close()
  }
}

/** Everything in sight, or the middle of it at full size. */
async function look(page: Page, isNear: boolean): Promise<void> {
  await page.evaluate(() => (globalThis as unknown as BenchWindow).view.fit())
  await page.waitForTimeout(500)
  if (!isNear) return
  const style = await page.locator('.react-flow__viewport').getAttribute('style')
  const zoom = Number(/scale\(([\d.]+)\)/.exec(style ?? '')?.[1])
  await page.evaluate((by) => (globalThis as unknown as BenchWindow).view.zoom(by), 1 / zoom)
  await page.waitForTimeout(500)
}

/** Rows of 25, to and fro as one reads. */
function chainDocument(): PipelineDocument {
  const ids = Array.from({ length: nodes }, (_, index) => `lag-${index}`)
  return {
    ecoki: 1,
    id: 'large',
    name: 'large',
    mode: 'batch',
    parameters: {},
    nodes: ids.map((id) => ({ id, block: 'lag', version: 1, config: { lags: [1] } })),
    edges: ids.slice(1).map((id, index) => ({
      from: { node: ids[index], port: 'table' },
      to: { node: id, port: 'table' },
    })),
    accepted: [],
    layout: {
      positions: Object.fromEntries(
        ids.map((id, index) => [id, { x: (index % 25) * 280, y: Math.floor(index / 25) * 160 }]),
      ),
      notes: [],
      groups: [],
    },
  }
}
