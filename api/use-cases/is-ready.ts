/** Whether the gateway can accept work: asked seldom, however many want to know. */
import type { App } from '../app.ts'

const freshMs = 1_000
const patienceMs = 2_000

const kept = new WeakMap<App['pool'], { askedAt: number; answer: Promise<boolean> }>()

/** The database answers, and there are keys. Not older than a second; runs are accepted also while Temporal is away. */
export function isReady(app: App): Promise<boolean> {
  const known = kept.get(app.pool)
  if (known && Date.now() - known.askedAt < freshMs) return known.answer
  const answer = ask(app)
  kept.set(app.pool, { askedAt: Date.now(), answer })
  return answer
}

async function ask(app: App): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs)
  })
  try {
    return await Promise.race([answers(app), late])
  } finally {
    clearTimeout(timer)
  }
}

async function answers(app: App): Promise<boolean> {
  try {
    app.keyRing().current()
    await app.pool.query('select 1')
    return true
  } catch {
    return false // why is in the log of those who needed it
  }
}
