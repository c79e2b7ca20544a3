/** What reading and saving over the gateway take at the pace of a busy plant. */
import autocannon from 'autocannon'
import { setTimeout as sleep } from 'node:timers/promises'
import { defaultProjectId } from '#api/app.ts'
import { startProduct } from '#test/fixtures/product.ts'
import { makeToken } from './api-token.ts'
import { longChain } from './chain-document.ts'
import { goalOf } from './figure.ts'
import type { Benchmark, Figure, Outcome } from './figure.ts'

const seconds = 60
const readsPerS = 500
const savesPerS = 50
const savers = 10

export const apiLoad: Benchmark = {
  name: 'api-load',
  title: 'Reading and saving over the gateway',
  about: `The list of runs is asked for ${readsPerS} times a second for ${seconds} s over 20 connections (autocannon). Then ${savers} programs save
pipelines of 50 nodes, together ${savesPerS} times a second for ${seconds} s, each save a new version with its row of the audit. The 99th
percentile from the moment a request was due.`,
  run: measure,
}

async function measure(say: (text: string) => void): Promise<Outcome> {
  const product = await startProduct()
  try {
    const { url = '', databaseUrl } = product.instance()
    say('reads')
    const reads = await read(url, await makeToken(databaseUrl, 'viewer'))
    say('saves')
    const saves = await save(url, await makeToken(databaseUrl, 'engineer'))
    return {
      figures: [figure('p99 of a read', reads, 100), figure('p99 of a save with its audit', saves, 250)],
      remarks: [`${readsPerS * seconds} reads and ${saves.length} saves, none of them with an error.`],
    }
  } finally {
    await product.end()
    await product.remove()
  }
}

function figure(what: string, latencies: number[], limitMs: number): Figure {
  const ours = latencies.toSorted((a, b) => a - b)[Math.ceil(latencies.length * 0.99) - 1]
  const goal = goalOf(`at most ${limitMs} ms`, ours <= limitMs, 'client and server share two cores')
  return { what, unit: 'ms', ours, goal }
}

async function read(url: string, token: string): Promise<number[]> {
  const input = encodeURIComponent(JSON.stringify({ projectId: defaultProjectId }))
  const result = await autocannon({
    url: `${url}/trpc/runs.list?input=${input}`,
    headers: { authorization: `Bearer ${token}` },
    ...{ connections: 20, overallRate: readsPerS, duration: seconds },
  })
  if (result.non2xx > 0 || result.errors > 0) throw new Error('a read failed')
  return [result.latency.p99]
}

/** Latencies of all saves in ms. */
async function save(url: string, token: string): Promise<number[]> {
  const all = await Promise.all(
    Array.from({ length: savers }, (_, saver) => saveInTurn(url, token, `bench-${saver}`)),
  )
  return all.flat()
}

/** One program that saves when it is due, however long the save before took. */
async function saveInTurn(url: string, token: string, id: string): Promise<number[]> {
  const latencies: number[] = []
  const everyMs = (1_000 * savers) / savesPerS
  const begin = performance.now() + Math.random() * everyMs
  for (let revision = 0; revision < (seconds * savesPerS) / savers; revision++) {
    const dueMs = begin + revision * everyMs
    await sleep(Math.max(dueMs - performance.now(), 0))
    const document = longChain(id, 50, revision)
    const answer = await fetch(`${url}/api/v1/pipelines/save`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ projectId: defaultProjectId, document, expectedRevision: revision }),
    })
    if (!answer.ok) throw new Error(`a save failed: ${answer.status} ${await answer.text()}`)
    await answer.arrayBuffer()
    latencies.push(performance.now() - dueMs)
  }
  return latencies
}
