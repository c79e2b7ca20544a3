/** What those who ask modestly notice of somebody who asks as fast as they can. */
import autocannon from 'autocannon'
import { defaultProjectId } from '#api/app.ts'
import { startProduct } from '#test/fixtures/product.ts'
import { makeToken } from './api-token.ts'
import { compare } from './figure.ts'
import type { Benchmark, Outcome } from './figure.ts'

const rounds = 3
const seconds = 10

export const overload: Benchmark = {
  name: 'overload',
  title: 'Good requests beside an overload',
  about: `The list of runs is asked for 50 times a second for ${seconds} s: alone, and while another caller sends the same with 50
connections as fast as answers come. The 99th percentile of the good answers, ${rounds} rounds, alternating.`,
  run: measure,
}

async function measure(say: (text: string) => void): Promise<Outcome> {
  const product = await startProduct()
  try {
    const { url, databaseUrl } = product.instance()
    const [good, bad] = [await makeToken(databaseUrl, 'viewer'), await makeToken(databaseUrl, 'viewer')]
    const address = `${url}/trpc/runs.list?input=${encodeURIComponent(JSON.stringify({ projectId: defaultProjectId }))}`
    await ask(address, good, { connections: 5, overallRate: 50, duration: 3 })
    const [beside, alone, refused]: number[][] = [[], [], []]
    for (let round = 1; round <= rounds; round++) {
      say(`round ${round} of ${rounds}`)
      alone.push((await askModestly(address, good)).latency.p99)
      const flood = ask(address, bad, { connections: 50, duration: seconds, workers: 1 })
      beside.push((await askModestly(address, good)).latency.p99)
      refused.push(onlyRefused(await flood))
    }
    return {
      figures: [
        compare(
          {
            what: 'p99 of good answers, beside and without the overload',
            limit: { ratio: 2, text: 'at most twice', reason: 'all share two cores' },
          },
          beside,
          alone,
        ),
      ],
      remarks: [
        `${refused.join(', ')} requests of the overload were answered with 429, none with another error.`,
      ],
    }
  } finally {
    await product.end()
    await product.remove()
  }
}

async function askModestly(address: string, token: string): Promise<autocannon.Result> {
  const result = await ask(address, token, { connections: 5, overallRate: 50, duration: seconds })
  if (result.non2xx > 0 || result.errors > 0) throw new Error('a good request was refused')
  return result
}

function ask(url: string, token: string, options: Partial<autocannon.Options>): Promise<autocannon.Result> {
  return autocannon({ url, headers: { authorization: `Bearer ${token}` }, ...options })
}

/** How many 429 there were. Throws for every other error. */
function onlyRefused({ statusCodeStats = {}, errors }: autocannon.Result): number {
  const others = Object.keys(statusCodeStats).filter((status) => !['200', '429'].includes(status))
  if (others.length > 0 || errors > 0)
    throw new Error(`overload was answered with ${others.join()}, ${errors} errors`)
  return statusCodeStats['429']?.count ?? 0
}
