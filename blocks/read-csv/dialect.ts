/** How a CSV file is written: what inspect() finds out and run() goes by. Pure data. */
import { z } from 'zod'

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-1'] as const

export const dialectSchema = z.strictObject({
  encoding: z.enum(encodings),
  separator: z.string().length(1),
  /** Empty: nothing is quoted. */
  quote: z.string().max(1),
  decimalMark: z.enum(['.', ',']),
  /** Empty: digits are not grouped. */
  thousands: z.string().max(1),
  /** Lines in front of the header (or of the data). */
  skipLines: z.number().int().min(0).max(10_000),
  header: z.boolean(),
  /** Names of the columns in the file, in order. */
  names: z.array(z.string()).max(20_000),
  /** Date format by name of a time column in the file. */
  dateFormats: z.record(z.string(), z.string()),
  /** By name of a column: the format that reads all its dates as well, with day and month exchanged. */
  doubtfulDates: z.record(z.string(), z.string()).optional(),
})
export type Dialect = z.infer<typeof dialectSchema>
