import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { environmentForChild } from '#config/environment.ts'
import type { SupervisorConfig } from '#config/supervisor.ts'
import { createSetupView } from './setup-view.ts'
import type { SetupEvent, SetupView } from './setup-view.ts'
import { nextStep } from './status-view.ts'
import type { Audience } from './supervise.ts'

type Message =
  | { type: 'titles'; titles: string[] }
  | { type: 'ready'; setupUrl?: string }
  | ({ type: 'step' } & SetupEvent)

/** Starts a supervisor without a terminal, shows its set-up, and returns the exit code when all is ready. */
export async function startInBackground(config: SupervisorConfig): Promise<number> {
  const script = join(import.meta.dirname, 'start.ts')
  const { listen, tlsCert, tlsKey } = config.listen
  const flags = [
    '--in-background',
    ...(config.plant ? ['--plant'] : []),
    ...(config.temporalUi ? ['--temporal-ui'] : []),
    ...(listen ? ['--listen', listen] : []),
    ...(tlsCert ? ['--tls-cert', tlsCert] : []),
    ...(tlsKey ? ['--tls-key', tlsKey] : []),
  ]
  const child = spawn(process.execPath, [script, ...flags], {
    cwd: config.checkout,
    detached: true,
    env: environmentForChild(),
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const interrupt = () => child.kill('SIGTERM')
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt)
  const { problem, setupUrl } = await watch(child)
  if (problem !== undefined) {
    console.error(`\nEcoKI did not start. ${problem}\nLogs: ${join(config.dataDir, 'logs')}`)
    return 1
  }
  console.log(`${nextStep(setupUrl)}\nEcoKI runs in the background (process ${child.pid}); npm stop ends it.`)
  child.disconnect()
  child.unref()
  return 0
}

/** Shows what the supervisor tells until it is ready; `problem` says why, when it ends instead. */
function watch(child: ChildProcess): Promise<{ problem?: string; setupUrl?: string }> {
  return new Promise((resolve) => {
    let view: SetupView | undefined
    let problem = 'It ended before it was ready.'
    child.on('message', (message: Message) => {
      if (message.type === 'titles') view = createSetupView(message.titles)
      if (message.type === 'step') view?.show(message)
      if (message.type === 'step' && message.kind === 'failed') problem = message.text ?? problem
      if (message.type === 'ready') view?.finished.then(() => resolve({ setupUrl: message.setupUrl }))
    })
    child.once('exit', () => resolve({ problem }))
  })
}

/** How a supervisor in the background speaks: to the process that waits for it, as long as that is there. */
export function tellParent(): Audience {
  const send = (message: Message) => {
    if (process.connected) process.send?.(message)
  }
  // Nobody has to wait: the channel alone does not keep this process running.
  process.channel?.unref()
  return {
    createView: (titles) => {
      send({ type: 'titles', titles })
      return { show: (event) => send({ type: 'step', ...event }), finished: Promise.resolve() }
    },
    onReady: ({ setupUrl }) => send({ type: 'ready', setupUrl }),
    onEvent: () => undefined,
    onEnding: () => undefined,
    onEnded: () => undefined,
  }
}
