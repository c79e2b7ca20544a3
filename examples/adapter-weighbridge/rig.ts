/** What the contract of all adapters needs to know of this one, and a scale to speak to. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import type { AdapterRig, RigMachine } from '../../test/adapters/rig.ts'

export const rig: Omit<AdapterRig, 'adapter'> = {
  wrong: [
    { config: { host: 'a b' }, field: 'host' },
    { config: { host: 'scale', port: 0 }, field: 'port' },
  ],
  config: (port) => ({ host: '127.0.0.1', port }),
  addresses: [{ channel: 'gross' }, { channel: 'net' }],
  absent: { channel: 'moon' },
  writesIn: (sent) =>
    sent
      .toString()
      .split('\n')
      .filter((line) => line !== '' && !/^(WANT|SAFE) /.test(line)),
  write: Buffer.from('TARE\n'),
  start: startScale,
}

/** A scale with two channels; it keeps each line until it is acknowledged. */
async function startScale(): Promise<RigMachine> {
  const sockets = new Set<Socket>()
  const kept: { number: number; line: string }[] = []
  let number = 0
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    let rest = ''
    socket.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop()!
      for (const line of lines) answer(socket, line)
    })
  })
  const answer = (socket: Socket, line: string) => {
    const [kind, said] = line.split(' ')
    if (kind === 'SAFE') kept.splice(0, kept.findLastIndex((one) => one.number <= Number(said)) + 1)
    if (kind !== 'WANT') return
    const unknown = said.split(',').filter((name) => !['gross', 'net'].includes(name))
    for (const name of unknown) socket.write(`UNKNOWN ${name}\n`)
    socket.write('READY\n')
    for (const { line: again } of kept) socket.write(again)
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    say: async (value) => {
      for (const channel of ['gross', 'net']) {
        const line = `VALUE ${++number} ${channel} ${Date.now()} ${value}\n`
        kept.push({ number, line })
        for (const socket of sockets) socket.write(line)
      }
    },
    keeps: true,
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
