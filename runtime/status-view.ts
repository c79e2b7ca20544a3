import type { Product } from './product.ts'

const refreshMs = 1_000
const words = { starting: 'starting', running: 'ok', restarting: 'starting again', stopped: 'ended' }

/** What to do when everything runs: the page of the first account, as long as there is none, and a first run. */
export function nextStep(setupUrl?: string): string {
  const next = 'EcoKI is ready. Next: npx ecoki run examples/compressed-air.json'
  if (setupUrl === undefined) return next
  return `${next}\nMake the first account (this link works once): ${setupUrl}`
}

/** One quiet line about the running product on a terminal; elsewhere a line for each event only. */
export interface StatusView {
  begin(product: Product): void
  event(text: string): void
  end(text: string): void
}

/** Draws on standard output. */
export function createStatusView(isTerminal = process.stdout.isTTY === true): StatusView {
  let timer: NodeJS.Timeout | undefined
  let product: Product | undefined
  const write = (text: string) => process.stdout.write(isTerminal && timer ? `\r\x1b[2K${text}` : text)
  const draw = () => product && isTerminal && write(statusLine(product).slice(0, process.stdout.columns - 1))
  return {
    begin: (running) => {
      product = running
      timer = setInterval(draw, refreshMs)
      draw()
    },
    event: (text) => {
      if (!timer) return
      write(`${new Date().toLocaleTimeString('sv')} ${text.split('\n')[0]}\n`)
      draw()
    },
    end: (text) => {
      write(`${text}\n`)
      clearInterval(timer)
      timer = undefined
    },
  }
}

function statusLine(product: Product): string {
  const { processes, startedAt } = product.instance
  const states = processes.map(({ name, state }) => `${name} ${words[state]}`)
  return [`EcoKI runs for ${duration(Date.now() - Date.parse(startedAt))}`, ...states, 'Ctrl+C ends it'].join(
    ' · ',
  )
}

/** A length of time as people say it: 42 s, 5 min, 3 h 20 min, 2 d 4 h. */
export function duration(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000)
  if (minutes < 1) return `${Math.floor(milliseconds / 1_000)} s`
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return hours < 24 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`
}
