/** A socket as lines of text, a batch at a time: it is read on only when the batch before is done. */
import { once } from 'node:events'
import { connect } from 'node:net'

const longestLine = 1_000

/**
 * Resolves once the connection stands, or throws AdapterError. `onLines` is awaited; `onEnd` is told why the connection
 * ended, unless `close` did it.
 */
export async function openLines({ connectError }, config, { signal, onLines, onEnd }) {
  const socket = connect({ ...config, noDelay: true, keepAlive: true })
  // An error is followed by 'close'.
  let reason
  socket.on('error', (error) => (reason = error.message))
  try {
    await once(socket, 'connect', { signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]) })
  } catch (error) {
    socket.destroy()
    throw connectError(error, config)
  }
  let isClosed = false
  const read = async () => {
    let rest = ''
    for await (const chunk of socket.setEncoding('utf8')) {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop()
      if (rest.length > longestLine) throw new Error('a line does not end')
      await onLines(lines)
    }
  }
  const reading = read()
    .catch((error) => (reason ??= error.message))
    .finally(() => {
      socket.destroy()
      if (!isClosed) onEnd(reason ?? 'the scale closed the connection')
    })
  return {
    send: (line) => socket.write(`${line}\n`),
    close: async () => {
      isClosed = true
      socket.destroy()
      await reading
    },
  }
}
