/** Entry of a child process: native and user code runs here, because a crash takes its whole process along. */
import type { HostSettings, ToHost } from './host-messages.ts'
import { startHost } from './host.ts'

// The worker's shutdown decides; a Ctrl+C for the whole group must not end a running block.
process.on('SIGINT', () => undefined)
process.on('disconnect', () => process.exit(0))

process.once('message', (settings: HostSettings) => {
  const take = startHost(settings, {
    send: (message) => process.send?.(message),
    sharesMemory: false,
  })
  process.on('message', (message: ToHost) => take(message))
})

setInterval(() => process.send?.({ type: 'alive' }), 1_000).unref()
