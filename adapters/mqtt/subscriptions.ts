/** Tells the broker which filters are wanted, and what it answers. */
import type { ClientSubscribeCallback, IClientSubscribeOptions, MqttClient } from 'mqtt'

type Answer = NonNullable<Parameters<ClientSubscribeCallback>[2]>

/** A filter that the broker did not take, or takes only at a lower QoS. */
export interface Granted {
  filter: string
  /** 0 to 2, or a reason from 128 on. */
  code: number
}

const perPacket = 200

/** One refused filter does not keep the others from being subscribed. Rejects when the connection breaks. */
export async function subscribeTo(
  client: MqttClient,
  filters: string[],
  options: IClientSubscribeOptions,
): Promise<Granted[]> {
  const granted: Granted[] = []
  for (let from = 0; from < filters.length; from += perPacket) {
    const part = filters.slice(from, from + perPacket)
    const { granted: codes } = await subscribePart(client, part, options)
    part.forEach((filter, index) => granted.push({ filter, code: Number(codes[index]) }))
  }
  return granted
}

function subscribePart(
  client: MqttClient,
  filters: string[],
  options: IClientSubscribeOptions,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    client.subscribe(filters, options, (error, _granted, packet) => {
      // An answer that refuses some of the filters is an answer.
      if (packet && packet.granted.length === filters.length) resolve(packet)
      else reject(error ?? new Error('the broker answered for another number of filters'))
    })
  })
}

export async function unsubscribeFrom(client: MqttClient, filters: string[]): Promise<void> {
  for (let from = 0; from < filters.length; from += perPacket)
    await client.unsubscribeAsync(filters.slice(from, from + perPacket))
}
