import mqtt from 'mqtt'
import { afterEach, expect, test } from 'vitest'
import { waitFor } from '#test/fixtures/adapter-context.ts'
import { connectMqtt, endMqtt, mqttBroker, mqttRecord, mqttTag } from '#test/fixtures/mqtt.ts'
import { encodeSparkplug, readSparkplug } from '#test/fixtures/sparkplug.ts'

afterEach(endMqtt)

const address = { format: 'sparkplug', group: 'G', node: 'N', metric: 'Level' }
const data = (seq: number) => encodeSparkplug({ seq, metrics: [{ alias: 4, int_value: seq }] })
const birth = encodeSparkplug({ seq: 0, metrics: [{ name: 'Level', alias: 4, datatype: 3, int_value: 77 }] })

test.for([false, true])(
  'a rebirth is asked for once, and only where it is allowed: %s',
  async (mayAskForRebirth, context) => {
    const broker = await mqttBroker(context)
    const commands: Buffer[] = []
    const listener = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`)
    try {
      listener.on('message', (_topic, payload) => commands.push(payload))
      await listener.subscribeAsync('spBv1.0/G/NCMD/#')
      const made = mqttRecord()
      const session = await connectMqtt(broker.port, made, { mayAskForRebirth })
      await session.subscribe([mqttTag(1, address, 'integer')])
      for (const seq of [7, 8, 9]) await broker.publishBytes('spBv1.0/G/NDATA/N', data(seq))
      await waitFor(() => made.gaps.length > 0, 'a gap')
      await broker.publishBytes('spBv1.0/G/NBIRTH/N', birth)
      await waitFor(() => made.samples.length === 1, 'the birth')
      expect(made.samples[0].value).toBe(77n)
      expect(commands.map((bytes) => readSparkplug(bytes).metrics)).toEqual(
        mayAskForRebirth ? [[{ name: 'Node Control/Rebirth', datatype: 11, boolean_value: true }]] : [],
      )
    } finally {
      await listener.endAsync(true)
    }
  },
)

test('after a break aliases still hold, because the broker has kept all in between', async (context) => {
  const broker = await mqttBroker(context)
  const made = mqttRecord()
  const tags = [mqttTag(1, address, 'integer')]
  const first = await connectMqtt(broker.port, made)
  await first.subscribe(tags)
  await broker.publishBytes('spBv1.0/G/NBIRTH/N', birth)
  await waitFor(() => made.samples.length === 1, 'the birth')
  await first.close()
  await broker.publishBytes('spBv1.0/G/NDATA/N', data(1))
  const second = await connectMqtt(broker.port, made)
  await second.subscribe(tags)
  await waitFor(() => made.samples.length === 2, 'the value')
  expect([made.samples[1].value, made.gaps]).toEqual([1n, []])
})
