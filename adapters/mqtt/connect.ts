import type { AdapterContext, Session } from '#adapters/adapter.ts'
import type { MqttAddress } from './address.ts'
import type { MqttConfig } from './config.ts'
import { openClient } from './open-client.ts'
import { MqttSession } from './session.ts'
import { SessionRecord } from './session-record.ts'

/** Connects once; the broker keeps the session, and what comes for it, while we are away. */
export async function connect(config: MqttConfig, context: AdapterContext): Promise<Session<MqttAddress>> {
  const record = await SessionRecord.load(context, config.clientId)
  const session = new MqttSession({ config, context, record })
  const opened = await openClient(config, context, {
    clientId: config.clientId,
    isPersistent: true,
    onMessage: (message) => session.take(message),
    prepare: (client, wire) => session.attach(client, wire),
  })
  try {
    await session.begin(opened)
    return session
  } catch (error) {
    await session.close()
    throw error
  }
}
