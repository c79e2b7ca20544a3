/** The one message that this adapter may publish, and only where a person has allowed it. */

/** `Node Control/Rebirth` = true, as bytes of a Sparkplug payload. */
export function rebirthCommand(nowMs: number): Buffer {
  const name = Buffer.from('Node Control/Rebirth')
  // Metric: name (1), data type (4) boolean = 11, boolean value (14).
  const metric = Buffer.concat([Buffer.from([0x0a, name.length]), name, Buffer.from([0x20, 11, 0x70, 1])])
  // Payload: timestamp (1), metrics (2).
  return Buffer.concat([
    Buffer.from([0x08]),
    varint(BigInt(nowMs)),
    Buffer.from([0x12, metric.length]),
    metric,
  ])
}

export function rebirthTopic(nodeId: string): string {
  const [group, node] = nodeId.split('/')
  return `spBv1.0/${group}/NCMD/${node}`
}

function varint(value: bigint): Buffer {
  const bytes: number[] = []
  for (let rest = value; ; rest >>= 7n) {
    if (rest < 128n) return Buffer.from([...bytes, Number(rest)])
    bytes.push(Number(rest & 127n) | 128)
  }
}
