/**
 * Encrypts what EcoKI leaves in Temporal, so that its files and its own pages show nothing without a key. What is not
 * encrypted, from before there were keys, is read as it is.
 */
import type { Payload, PayloadCodec, SerializationContext } from '@temporalio/common'
import { KeyRingError } from '#config/key-ring.ts'
import type { KeyRing } from '#config/key-ring.ts'
import { UnsealError, seal, unseal } from './seal.ts'

/** A payload that cannot be opened; the message says what to do. */
export class PayloadError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'PayloadError'
  }
}

/** Names in the metadata of an encrypted payload, which anybody who reaches Temporal can read. */
const encryptedEncoding = 'binary/encrypted'
const keyIdName = 'encryption-key-id'
const workflowName = 'ecoki-workflow'

const nonceBytes = 12
const lengthBytes = 4

export function makePayloadCodec(ring: KeyRing): PayloadCodec {
  return {
    encode: async (payloads, context) => payloads.map((payload) => encrypt(ring, payload, context)),
    decode: async (payloads) => payloads.map((payload) => decryptPayload(ring, payload)),
  }
}

/** The workflow that an encrypted payload belongs to; undefined for others. */
export function workflowOf(payload: Payload): string | undefined {
  return isEncrypted(payload) ? textOf(payload, workflowName) : undefined
}

/** The payload as it was before; one that is not encrypted comes back as it is. Throws `PayloadError`. */
export function decryptPayload(ring: KeyRing, payload: Payload): Payload {
  if (!isEncrypted(payload)) return payload
  const data = Buffer.from(payload.data ?? [])
  const keyId = textOf(payload, keyIdName)
  const [nonce, ciphertext] = [data.subarray(0, nonceBytes), data.subarray(nonceBytes)]
  try {
    return unpack(unseal(ring, { keyId, nonce, ciphertext }, placeOf(textOf(payload, workflowName))))
  } catch (error) {
    throw explained(error)
  }
}

function encrypt(ring: KeyRing, payload: Payload, context?: SerializationContext): Payload {
  const workflow = context?.workflowId ?? ''
  const { keyId, nonce, ciphertext } = seal(ring, pack(payload), placeOf(workflow))
  const metadata = {
    encoding: Buffer.from(encryptedEncoding),
    [keyIdName]: Buffer.from(keyId),
    [workflowName]: Buffer.from(workflow),
  }
  return { metadata, data: Buffer.concat([nonce, ciphertext]) }
}

/** The workflow stands in plain text, and cannot be changed without being found. */
function placeOf(workflow: string): string {
  return JSON.stringify(['ecoki-payload-1', workflow])
}

/** Four bytes length, the metadata as JSON, the data. */
function pack({ metadata, data }: Payload): Buffer {
  const entries = Object.entries(metadata ?? {}).map(([name, value]) => [
    name,
    Buffer.from(value).toString('base64'),
  ])
  const head = Buffer.from(JSON.stringify(Object.fromEntries(entries)))
  const length = Buffer.alloc(lengthBytes)
  length.writeUInt32BE(head.length)
  // The SDK hands on an empty payload as a plain empty list.
  return Buffer.concat([length, head, Buffer.from(data ?? [])])
}

function unpack(plain: Buffer): Payload {
  const end = lengthBytes + plain.readUInt32BE()
  const head = JSON.parse(plain.subarray(lengthBytes, end).toString()) as Record<string, string>
  const entries = Object.entries(head).map(([name, value]) => [name, Buffer.from(value, 'base64')])
  return { metadata: Object.fromEntries(entries) as Record<string, Buffer>, data: plain.subarray(end) }
}

function isEncrypted(payload: Payload): boolean {
  return textOf(payload, 'encoding') === encryptedEncoding
}

function textOf({ metadata }: Payload, name: string): string {
  return Buffer.from(metadata?.[name] ?? []).toString('utf8')
}

const remedy =
  'If that cannot be had: npm stop, delete the folder temporal of the data folder, npm start; open runs go on from the database.'

function explained(error: unknown): unknown {
  if (error instanceof KeyRingError)
    return new PayloadError(`What Temporal keeps cannot be read. ${error.message} ${remedy}`)
  if (error instanceof UnsealError)
    return new PayloadError(
      `What Temporal keeps cannot be read: it was changed, or the key of that name in the ring is another one. Put the ring back that encrypted it. ${remedy}`,
    )
  return error
}
