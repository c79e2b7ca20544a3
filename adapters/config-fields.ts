/** Fields that the configs of several protocols have. */
import { z } from 'zod'

/** What must stay secret. Stored as `{ $secret: id }`; `connect` gets the value. */
export function secretField(title: string) {
  return z.string().max(10_000).meta({ title, format: 'secret', writeOnly: true })
}

export const hostField = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[A-Za-z0-9._:[\]-]+$/)
  .meta({ title: 'host' })

export const portField = z.int().min(1).max(65_535)
