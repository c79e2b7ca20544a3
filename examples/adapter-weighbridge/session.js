/** A connection to a scale that stands: which channels are wanted, what is safe, what is lost. */
import { setTimeout as sleep } from 'node:timers/promises'
import { openLines } from './lines.js'

const answerMs = 5_000
const retryMs = 250

export async function openSession(tools, config, context) {
  const { AdapterError } = tools
  const ended = new AbortController()
  const signal = AbortSignal.any([ended.signal, context.signal])
  const wanted = new Map()
  let answer = { unknown: [], ready: () => {} }

  const lines = await openLines(tools, config, {
    signal,
    onLines: take,
    onEnd: (reason) => {
      ended.abort()
      context.reportLost(new AdapterError('connection-lost', { reason }))
    },
  })

  /** What is safe is acknowledged, and nothing else. Throws for what is no line of a scale: that ends the connection. */
  async function take(batch) {
    const samples = new tools.SampleBatchBuilder()
    let last
    for (const line of batch) {
      const [kind, ...words] = line.split(' ')
      if (kind === 'VALUE') last = addValue(samples, words)
      else if (kind === 'LOST') await reportLost(words.map(Number))
      else if (kind === 'UNKNOWN') answer.unknown.push(words[0])
      else if (kind === 'READY') answer.ready()
      else throw new Error(`no line of a scale: ${line.slice(0, 40)}`)
    }
    if (samples.length > 0) {
      const full = samples.take(context.nowUs())
      await untilKept(() => context.deliver(full))
    }
    if (last !== undefined) lines.send(`SAFE ${last}`)
  }

  function addValue(samples, [number, channel, epochMs, text]) {
    for (const { key, type } of wanted.get(channel) ?? []) {
      const { value, status } = tools.toWanted(text, type)
      const quality = value === null ? tools.qualities.bad : tools.qualities.good
      samples.add({ key, timeUs: Number(epochMs) * 1_000, value, quality, status })
    }
    return number
  }

  function reportLost([count, fromMs, toMs]) {
    const gap = { keys: [], fromUs: fromMs * 1_000, toUs: toMs * 1_000, cause: 'source-overflow', count }
    return untilKept(() => context.reportGap(gap))
  }

  /** The scale holds what is not acknowledged, so the same can be tried again for as long as the session lasts. */
  async function untilKept(keep) {
    while (!signal.aborted) {
      try {
        return await keep()
      } catch {
        context.log('warning', 'samples-not-kept')
        await sleep(retryMs, undefined, { signal })
      }
    }
    throw new Error('the session is over')
  }

  return {
    async subscribe(tags) {
      wanted.clear()
      for (const tag of tags)
        wanted.set(tag.address.channel, [...(wanted.get(tag.address.channel) ?? []), tag])
      const ready = new Promise((resolve) => (answer = { unknown: [], ready: resolve }))
      lines.send(`WANT ${[...wanted.keys()].join(',')}`)
      await Promise.race([ready, noAnswer()])
      const problem = { code: 'address-invalid', params: { message: 'the scale does not know this channel' } }
      return answer.unknown.flatMap((channel) => wanted.get(channel).map(({ key }) => ({ key, problem })))
    },
    async close() {
      ended.abort()
      await lines.close()
    },
  }

  async function noAnswer() {
    await sleep(answerMs, undefined, { signal, ref: false }).catch(() => undefined)
    throw new AdapterError('no-answer', config)
  }
}
