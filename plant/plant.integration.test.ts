/** The plant as others see it: asyncua, paho and pymodbus on the other side, the ledger beside what they got. */
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { connectAsync } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestContext } from 'vitest'
import { startPlant } from '#test/fixtures/plant.ts'
import type { TestPlant } from '#test/fixtures/plant.ts'
import { readByModbus } from '#test/reference/plant-by-modbus.ts'
import { runPython } from '#test/reference/python.ts'
import type { LedgerRow } from './ledger/ledger-format.ts'
import { ledgerRows } from './ledger/read-ledger.ts'

let plant: TestPlant
beforeAll(async () => {
  plant = await startPlant({ 'period-ms': 200, seed: 5 })
})
afterAll(() => plant.remove())

const rowsOf = async (channel: string): Promise<LedgerRow[]> =>
  (await ledgerRows(`${plant.folder}/ledger`)).filter((row) => row.channel === channel)
const isLabel = (name: string) => name.endsWith('/simulated')
const idsByName = async () => new Map((await plant.client.tags()).map(({ name, id }) => [name, id]))

const readByOpcUa = `
import asyncio, datetime
from asyncua import Client
epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
class Handler:
    def __init__(self): self.rows = []
    def datachange_notification(self, node, value, data):
        item = data.monitored_item.Value
        at = (item.SourceTimestamp.replace(tzinfo=datetime.timezone.utc) - epoch) // datetime.timedelta(microseconds=1)
        self.rows.append([node.nodeid.Identifier, at, value, item.StatusCode.value])
async def read(given):
    client = Client(given['url'])
    client.set_user('operator'); client.set_password('simulated')
    if given['policy']:
        from asyncua.crypto.cert_gen import setup_self_signed_certificate
        from asyncua.crypto.security_policies import SecurityPolicyBasic256Sha256
        from cryptography.x509.oid import ExtendedKeyUsageOID
        from pathlib import Path
        client.application_uri = 'urn:test:client'
        await setup_self_signed_certificate(Path('key.pem'), Path('cert.der'), 'urn:test:client', 'localhost', [ExtendedKeyUsageOID.CLIENT_AUTH], {'countryName': 'DE'})
        await client.set_security(SecurityPolicyBasic256Sha256, certificate='cert.der', private_key='key.pem')
    async with client:
        index = await client.get_namespace_index('urn:ecoki:simulated-plant:tags')
        found = {}
        async def walk(node, path):
            for child in await node.get_children(nodeclassmask=3):
                name = (await child.read_browse_name()).Name
                if int(await child.read_node_class()) == 2: found['/'.join(path + [name])] = child
                else: await walk(child, path + [name])
        await walk(client.get_node(f'ns={index};s=Simulated plant'), [])
        unit = await (await found[given['unitOf']].get_child('0:EngineeringUnits')).read_value()
        handler = Handler()
        subscription = await client.create_subscription(100, handler)
        await subscription.subscribe_data_change(list(found.values()), queuesize=1000, sampling_interval=100)
        await asyncio.sleep(3)
        await subscription.delete()
        return {'names': list(found), 'unit': unit.DisplayName.Text, 'rows': handler.rows}
def main(given): return asyncio.run(read(given))
`

describe('by OPC UA', () => {
  it.for([false, true])(
    'asyncua gets each value of the ledger once (encrypted: %s)',
    async (policy, context) => {
      const unitOf = 'line-001/compressed-air/station/flow'
      const python = await pythonRows(context, readByOpcUa, { url: plant.client.file.opcUa, policy, unitOf })
      expect(python.unit).toBe('m³/h')
      const tags = await plant.client.tags()
      expect([...python.names].sort()).toEqual(
        tags
          .filter((tag) => tag.opcUa)
          .map(({ name }) => name)
          .sort(),
      )
      const ids = await idsByName()
      const sent = new Map((await rowsOf('opc-ua')).map((row) => [`${row.tag} ${row.timeUs}`, row.value]))
      const got = python.rows.map(([name, timeUs, value]) => [`${ids.get(name)} ${timeUs}`, value] as const)
      expect(got.length).toBeGreaterThan(400)
      expect(new Set(got.map(([key]) => key)).size).toBe(got.length)
      for (const [key, value] of got) expect([key, value]).toEqual([key, sent.get(key)])
      // Between the first and the last value that came nothing is missing.
      const times = python.rows.filter(([name]) => name === unitOf).map(([, timeUs]) => timeUs)
      const id = ids.get(unitOf)
      const between = (await rowsOf('opc-ua')).filter(
        (row) => row.tag === id && row.timeUs >= times[0] && row.timeUs <= times[times.length - 1],
      )
      expect(between.map(({ timeUs }) => timeUs)).toEqual(times)
    },
  )
})

async function pythonRows(context: TestContext, script: string, input: object) {
  const answer = await runPython(context, script, input)
  return answer as {
    names: string[]
    unit: string
    rows: [name: string, timeUs: number, value: unknown, status: number][]
  }
}
const readByMqtt = `
import json, time
import paho.mqtt.client as mqtt
def main(given):
    got, births = [], []
    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)
    def on_message(client, data, message):
        if message.topic.startswith('spBv1.0/'): births.append([message.topic, len(message.payload)])
        else: got.append([message.topic, message.payload.decode(), message.retain])
    client.on_message = on_message
    client.connect('127.0.0.1', given['port'])
    client.subscribe([('simulated/#', 1), ('spBv1.0/#', 1)])
    client.loop_start(); time.sleep(3); client.loop_stop(); client.disconnect()
    return {'got': got, 'births': births}
`

it('by MQTT paho gets each message of the ledger once, and Sparkplug frames', async (context) => {
  const port = plant.client.file.ports.mqtt
  const { got, births } = (await runPython(context, readByMqtt, { port })) as {
    got: [topic: string, payload: string, retain: boolean][]
    births: [topic: string, bytes: number][]
  }
  const rows = new Map((await rowsOf('mqtt')).map((row) => [row.seq, row]))
  const messages = got
    // The label is retained: a client that comes gets its last value again.
    .filter(([topic, , retain]) => !retain && !isLabel(topic))
    .map(([topic, text]) => ({ topic, ...JSON.parse(text) }))
  const names = new Map([...(await idsByName())].map(([name, id]) => [id, name]))
  expect(messages.length).toBeGreaterThan(500)
  for (const { topic, n, t, v, simulated } of messages) {
    const row = rows.get(n)
    expect({ topic, t, v, simulated }).toEqual({
      topic: `simulated/${names.get(row?.tag ?? 0)}`,
      t: (row?.timeUs ?? 0) / 1000,
      v: row?.value,
      simulated: true,
    })
  }
  const numbers = messages.map(({ n }) => Number(n))
  expect(new Set(numbers).size).toBe(numbers.length)
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)]
  const unlabelled = [...rows.values()].filter(({ tag }) => !isLabel(names.get(tag) ?? ''))
  expect(unlabelled.filter(({ seq }) => seq >= first && seq <= last)).toHaveLength(numbers.length)
  expect(births.some(([topic]) => topic === 'spBv1.0/simulated/DDATA/simulated-edge/line-001')).toBe(true)
})

it('by Modbus pymodbus reads all types and orders as the ledger has them, and may not write', async (context) => {
  const tags = (await plant.client.tags()).filter((tag) => tag.modbus)
  const before = (await rowsOf('modbus')).length
  const { rows, refused } = (await runPython(context, readByModbus, {
    port: plant.client.file.ports.modbus,
    tags,
  })) as { rows: [number, unknown][]; refused: number[] }
  const ledger = (await rowsOf('modbus')).slice(before)
  expect(rows).toHaveLength(tags.length)
  expect(rows).toEqual(ledger.map(({ tag, value }) => [tag, value]))
  expect(refused).toEqual([2, 1, 11])
  expect((await plant.client.state()).modbusWrites).toBe(1)
})

describe('faults of servers', () => {
  const modbusPort = () => plant.client.file.ports.modbus ?? 0
  /** Function 2, unit 1, address 100, one bit: transaction 0x0102. */
  const question = Buffer.from([1, 2, 0, 0, 0, 6, 1, 2, 0, 100, 0, 1])
  const ask = async (socket: Socket, patienceMs = 400): Promise<Buffer> => {
    const chunks: Buffer[] = []
    const take = (chunk: Buffer) => chunks.push(chunk)
    socket.on('data', take)
    socket.write(question)
    await sleep(patienceMs)
    socket.off('data', take)
    return Buffer.concat(chunks)
  }
  const open = async () => {
    const socket = connect(modbusPort(), '127.0.0.1')
    await once(socket, 'connect')
    return socket
  }

  it('Modbus: half an answer, another unit, late, silent, and well again', async () => {
    const { client } = plant
    const socket = await open()
    const well = await ask(socket)
    expect(well.subarray(0, 9)).toEqual(Buffer.from([1, 2, 0, 0, 0, 4, 1, 2, 1]))
    const half = await client.fault({ kind: 'half', forS: 60 })
    expect(await ask(socket)).toHaveLength(Math.floor(well.length / 2))
    await client.endFault(half.id)
    const other = await client.fault({ kind: 'other-unit', forS: 60 })
    expect((await ask(socket))[6]).toBe(2)
    await client.endFault(other.id)
    const late = await client.fault({ kind: 'late', channel: 'modbus', ms: 700, forS: 60 })
    expect(await ask(socket)).toHaveLength(0)
    expect(await ask(socket, 500)).toHaveLength(well.length)
    await client.endFault(late.id)
    await sleep(800)
    const silent = await client.fault({ kind: 'silent', channel: 'modbus', forS: 60 })
    expect(await ask(socket)).toHaveLength(0)
    expect(socket.closed).toBe(false)
    await client.endFault(silent.id)
    socket.destroy()
    const again = await open()
    expect((await ask(again)).subarray(0, 8)).toEqual(well.subarray(0, 8))
    again.destroy()
  })

  it('OPC UA gone: refused, marked as never sent, and back by itself with all values', async () => {
    const url = new URL(plant.client.file.opcUa.replace('opc.tcp', 'http'))
    await plant.client.fault({ kind: 'gone', channel: 'opc-ua', forS: 2, renumber: true })
    const socket = connect(Number(url.port), '127.0.0.1')
    await expect(once(socket, 'connect')).rejects.toThrow('ECONNREFUSED')
    await sleep(4500)
    const never = (await rowsOf('opc-ua')).filter(({ outcome }) => outcome === 'never')
    expect(new Set(never.map(({ cause }) => cause))).toEqual(new Set(['opc-ua gone']))
    const last = never[never.length - 1].timeUs
    const after = (await rowsOf('opc-ua')).filter(({ timeUs }) => timeUs > last)
    expect(new Set(after.map(({ tag }) => tag)).size).toBe(
      (await plant.client.tags()).filter((tag) => tag.opcUa).length,
    )
  })

  it('MQTT gone with `keep`: nothing of it is lost to a session that lasts', async () => {
    const url = plant.client.file.mqtt
    const options = { clientId: 'test-keeper', clean: false, reconnectPeriod: 100 }
    const client = await connectAsync(url, options)
    const seen: number[] = []
    client.on(
      'message',
      (_, payload) => void seen.push(Number((JSON.parse(payload.toString()) as { n: number }).n)),
    )
    await client.subscribeAsync('simulated/line-001/furnace/zone-1/#', { qos: 1 })
    await sleep(800)
    await plant.client.fault({ kind: 'gone', channel: 'mqtt', forS: 1.5, keep: true })
    await sleep(4000)
    await client.endAsync(true)
    const ids = new Set(
      (await plant.client.tags()).filter(({ name }) => name.includes('/furnace/zone-1/')).map(({ id }) => id),
    )
    const sent = (await rowsOf('mqtt')).filter(
      ({ tag, seq, outcome }) =>
        ids.has(tag) && outcome === 'sent' && seq >= seen[0] && seq <= seen[seen.length - 1],
    )
    expect([...new Set(seen)].sort((a, b) => a - b)).toEqual(sent.map(({ seq }) => seq))
    expect(sent.length).toBeGreaterThan(100)
  })

  it('are refused without the token, and where they make no sense', async () => {
    const { control } = plant.client.file
    expect((await fetch(`${control}/state`)).status).toBe(401)
    await expect(plant.client.fault({ kind: 'frozen', tags: '*', forS: 0 })).rejects.toThrow()
  })
})

it('after kill -9 the ledger holds every message that anyone got, and the plant goes on', async () => {
  const client = await connectAsync(plant.client.file.mqtt, { reconnectPeriod: 0 })
  const seen: number[] = []
  client.on(
    'message',
    (_, payload) => void seen.push(Number((JSON.parse(payload.toString()) as { n: number }).n)),
  )
  await client.subscribeAsync('simulated/line-001/furnace/#', { qos: 1 })
  await sleep(2000)
  await plant.stop('SIGKILL')
  await client.endAsync(true)
  const rows = new Set((await rowsOf('mqtt')).map(({ seq }) => seq))
  expect(seen.length).toBeGreaterThan(300)
  expect(seen.filter((seq) => !rows.has(seq))).toEqual([])
  const { file } = plant.client
  await plant.start()
  expect(plant.client.file).toMatchObject({ mqtt: file.mqtt, opcUa: file.opcUa, modbus: file.modbus })
  await sleep(1500)
  const all = await ledgerRows(`${plant.folder}/ledger`)
  expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => index + 1))
  expect(all.length).toBeGreaterThan(rows.size)
})

it('ends within two seconds and leaves nothing but its folder', async () => {
  expect(await plant.stop('SIGTERM')).toBeLessThan(2000)
  expect(plant.process.exitCode).toBe(0)
  const kept = ['control-token', 'ledger', 'modbus-map.csv', 'pki', 'plant.json', 'state.json', 'user-pki']
  expect(readdirSync(plant.folder).sort()).toEqual(kept)
})
