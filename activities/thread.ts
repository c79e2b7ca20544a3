/** Entry of a worker thread: our own typed-array kernels run here, on memory shared with the worker. */
import { parentPort, workerData } from 'node:worker_threads'
import type { HostSettings, ToHost } from './host-messages.ts'
import { startHost } from './host.ts'

if (!parentPort) throw new Error('thread.ts runs in a worker thread')
const port = parentPort
const take = startHost(workerData as HostSettings, {
  send: (message) => port.postMessage(message),
  sharesMemory: true,
})
port.on('message', (message: ToHost) => take(message))
