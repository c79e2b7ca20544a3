/** Answers what is no HTTP, or did not become a request in time, on the bare connection. */
import type { Socket } from 'node:net'
import type { ConnectionError } from 'fastify'
import { anonymous } from '../actor.ts'
import type { Refusals } from '../audit/refusals.ts'
import { plainErrorBody } from './answer-errors.ts'

const statuses: Readonly<Record<string, [number, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
}

export function answerClientError(error: ConnectionError, socket: Socket, refusals: Refusals): void {
  const [status, words] = statuses[error.code] ?? [400, 'Bad Request']
  const { actor } = anonymous(socket.remoteAddress)
  const refused = { actor, action: 'request', object: { kind: 'request', id: '-' } }
  void refusals.record({ ...refused, code: status === 408 ? 'timeout' : 'bad-request' })
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const { body } = plainErrorBody(status)
  const head = [
    `HTTP/1.1 ${status} ${words}`, 'content-type: application/json', `content-length: ${Buffer.byteLength(body)}`,
    'connection: close', 'cache-control: no-store', 'x-content-type-options: nosniff',
  ] // prettier-ignore
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
