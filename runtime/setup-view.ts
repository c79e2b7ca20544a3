import { Listr, PRESET_TIMER } from 'listr2'

/** How a step of the set-up goes on; small and plain, so that it can be sent to another process. */
export interface SetupEvent {
  step: number
  kind: 'begin' | 'progress' | 'end' | 'failed'
  text?: string
}

/** Shows the set-up to whoever waits for it. */
export interface SetupView {
  show(event: SetupEvent): void
  /** Settles after the last step has been shown. */
  finished: Promise<void>
}

/** A live list on a terminal, elsewhere a line for each step with its time. */
export function createSetupView(titles: string[], isTerminal = process.stdout.isTTY === true): SetupView {
  return isTerminal ? liveView(titles) : plainView(titles)
}

function liveView(titles: string[]): SetupView {
  const steps = titles.map(() => Promise.withResolvers<string | undefined>())
  const outputs: ((text: string) => void)[] = []
  const tasks = titles.map((title, index) => ({
    title,
    task: async (_context: unknown, task: { title?: string; output: string }) => {
      outputs[index] = (text) => (task.output = text)
      const result = await steps[index].promise
      if (result) task.title = `${title}: ${result}`
    },
  }))
  const options = { registerSignalListeners: false, rendererOptions: { timer: PRESET_TIMER } }
  const finished = new Listr(tasks, options).run().then(
    () => undefined,
    () => undefined, // the failure is the caller's, who sent it here
  )
  const show = ({ step, kind, text }: SetupEvent) => {
    if (kind === 'progress') outputs[step]?.(text ?? '')
    if (kind === 'end') steps[step].resolve(text)
    if (kind === 'failed') steps[step].reject(new Error(text?.split('\n')[0]))
  }
  return { show, finished }
}

/** Where nothing can be shown in place, a long step says so often that it goes on. */
const quietMs = 30_000

function plainView(titles: string[]): SetupView {
  const { promise: finished, resolve } = Promise.withResolvers<void>()
  let begin = Date.now()
  let lastLine = 0
  let standing: NodeJS.Timeout | undefined
  const line = (step: number, text: string) => {
    lastLine = Date.now()
    console.log(`[${((lastLine - begin) / 1000).toFixed(1).padStart(6)} s] ${titles[step]}${text}`)
  }
  const show = ({ step, kind, text }: SetupEvent) => {
    if (kind === 'begin') begin = lastLine = Date.now()
    clearInterval(standing)
    if (kind === 'begin' || kind === 'progress')
      standing = setInterval(() => line(step, text ? `: ${text}` : ' is under way'), quietMs).unref()
    if (kind === 'progress' && Date.now() - lastLine > 5_000) line(step, `: ${text}`)
    if (kind === 'end') line(step, text ? `: ${text}` : '')
    if (kind === 'failed') line(step, ' failed')
    if (kind === 'failed' || (kind === 'end' && step === titles.length - 1)) resolve()
  }
  return { show, finished }
}
