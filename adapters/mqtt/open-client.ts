/** A client of the broker that has been let in; it never connects again by itself. */
import mqtt from 'mqtt'
import type { IClientOptions, IConnackPacket, MqttClient } from 'mqtt'
import { once } from 'node:events'
import type { EventEmitter } from 'node:events'
import { AdapterError } from '#adapters/adapter.ts'
import type { AdapterContext } from '#adapters/adapter.ts'
import { connectError } from '#adapters/connect-errors.ts'
import type { MqttConfig } from './config.ts'
import { openSocket } from './open-socket.ts'
import type { Publish } from './packets.ts'
import { Wire } from './wire.ts'

const connackMs = 10_000
/** Larger than any payload that is looked at, with room for topic and properties. */
const maxPacketBytes = 17_000_000

export interface OpenClient {
  client: MqttClient
  isSessionThere: boolean
  /** For how long the broker keeps the session; undefined: it did not say. */
  expiryS?: number
}

export interface ClientOptions {
  clientId: string
  /** The broker keeps the session while we are away. */
  isPersistent: boolean
  /** Messages of QoS 0 and 1, past the library. Absent: it gets them too. */
  onMessage?(message: Publish): void
  /** Called before anything can come. */
  prepare(client: MqttClient, wire: Wire): void
}

/** Throws AdapterError. */
export async function openClient(
  config: MqttConfig,
  context: AdapterContext,
  options: ClientOptions,
): Promise<OpenClient> {
  const socket = await openSocket(config, context)
  const isVersion5 = config.version === '5'
  const wire = new Wire(socket, { isVersion5, maxPacketBytes, onMessage: options.onMessage })
  const client = new mqtt.MqttClient(() => wire, clientOptions(config, context, options))
  options.prepare(client, wire)
  try {
    const connack = await answerOf(client, context.signal)
    const expiryS = connack.properties?.sessionExpiryInterval
    return { client, isSessionThere: connack.sessionPresent, ...(expiryS !== undefined && { expiryS }) }
  } catch (error) {
    client.end(true)
    throw refusal(error, config)
  }
}

function clientOptions(
  config: MqttConfig,
  context: AdapterContext,
  { clientId, isPersistent }: ClientOptions,
): IClientOptions {
  const isVersion5 = config.version === '5'
  return {
    clientId,
    clean: !isPersistent,
    protocolVersion: isVersion5 ? 5 : 4,
    keepalive: config.keepAliveS,
    reconnectPeriod: 0,
    resubscribe: false,
    connectTimeout: connackMs,
    // What is published to nobody shall not wait for a later connection.
    queueQoSZero: false,
    ...(config.user !== undefined && { username: config.user }),
    ...(config.password !== undefined && { password: config.password }),
    ...(isVersion5 && {
      properties: {
        sessionExpiryInterval: isPersistent ? Math.ceil(context.bridgeMs / 1_000) : 0,
        receiveMaximum: config.maxInFlight,
        // The broker leaves out what is larger, instead of being left for it.
        maximumPacketSize: maxPacketBytes,
      },
    }),
  }
}

async function answerOf(client: MqttClient, signal: AbortSignal): Promise<IConnackPacket> {
  const closed = new AbortController()
  const end = () => closed.abort()
  client.once('close', end)
  try {
    // Rejects with an 'error' of the client.
    const [connack] = (await once(client as unknown as EventEmitter, 'connect', {
      signal: AbortSignal.any([signal, closed.signal, AbortSignal.timeout(connackMs)]),
    })) as [IConnackPacket]
    return connack
  } finally {
    client.off('close', end)
  }
}

/** Reason codes of MQTT 3.1.1 and 5 that only a change of the settings can mend. */
const finalReasons: Record<number, string> = {
  1: 'mqtt-version-refused',
  2: 'mqtt-client-id-refused',
  4: 'sign-in-refused',
  5: 'sign-in-refused',
  132: 'mqtt-version-refused',
  133: 'mqtt-client-id-refused',
  134: 'sign-in-refused',
  135: 'sign-in-refused',
  138: 'mqtt-client-banned',
}

function refusal(error: unknown, config: MqttConfig): AdapterError {
  const { code } = error as { code?: unknown }
  if (typeof code !== 'number') return connectError(error, config)
  const known = finalReasons[code]
  const params = { reason: code, clientId: config.clientId }
  return new AdapterError(known ?? 'mqtt-refused', params, { isFinal: known !== undefined, cause: error })
}
