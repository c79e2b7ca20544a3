/** Reads tags of the historian as one wide table: spec half. */
import { z } from 'zod'
import { duration, durationUs } from '#blocks/durations.ts'
import { statedAvailability, statedQuantity, statedUnit } from '#blocks/file-reader/stated.ts'
import { instantText, instantUs } from '#blocks/kernels/instants.ts'
import { tableResult } from '#blocks/own-kernel.ts'
import { isZoneName } from '#blocks/time-zone/zone-name.ts'
import { knownAfter } from '#pipeline/availability.ts'
import { defineBlock } from '#pipeline/block-spec.ts'
import { checkNewNames, ownFinding, refuse, tableOut } from '#pipeline/findings.ts'
import { columnKinds, columnStamps } from '#pipeline/ports.ts'
import type { Column, TableSchema } from '#pipeline/ports.ts'
import { docs } from './docs.ts'

const tagSchema = z.strictObject({
  tag: z.string().min(1).max(200),
  /** Column name; left out: the tag. */
  name: z.string().min(1).max(200).optional(),
  type: z.enum(['number', 'integer', 'boolean', 'text']).default('number'),
  unit: statedUnit.optional(),
  quantity: statedQuantity.optional(),
  kind: z.enum(columnKinds).optional(),
  stamp: z.enum(columnStamps).optional(),
  /** µs from the stamp until the value is known; null: known in advance. */
  availabilityUs: statedAvailability.optional(),
})

export const readHistorianConfig = z.strictObject({
  tags: z.array(tagSchema).min(1).max(5_000),
  from: instantText.optional().describe('First instant; left out: from the first sample on'),
  to: instantText.optional().describe('End, no longer included; left out: up to the last sample'),
  zone: z.string().refine(isZoneName, 'unknown time zone').default('UTC'),
  grid: duration
    .optional()
    .describe('Rows at every whole multiple of this step; left out: at every time with a sample'),
  timeName: z.string().min(1).max(200).default('time'),
})
export type ReadHistorianConfig = z.infer<typeof readHistorianConfig>

export const readHistorian = defineBlock<ReadHistorianConfig>({
  spec: {
    id: 'read-historian',
    version: 1,
    title: { de: 'Aus dem Historian lesen', en: 'Read from the historian' },
    synonyms: {
      de: ['Messwerte', 'Tags', 'Zeitreihen', 'Datenbank', 'TimescaleDB'],
      en: ['samples', 'tags', 'time series', 'database', 'TimescaleDB'],
    },
    docs,
    category: 'data',
    icon: 'database-export',
    inputs: [],
    outputs: tableResult,
    role: 'read',
    effect: 'none',
    isolation: 'thread',
    exactness: { kind: 'bits' },
    modes: ['batch', 'streaming'],
    timeouts: { startToCloseMs: 3_600_000, heartbeatMs: 10_000 },
    retry: 'resource',
    quality: 'carry',
    usesZones: true,
    volatile: true,
  },
  config: readHistorianConfig,
  outputs: (_inputs, config) => {
    const names = [config.timeName, ...config.tags.map((tag) => tag.name ?? tag.tag)]
    const findings = [...checkNewNames({ columns: [] }, names, 'tags'), ...rangeFindings(config)]
    return findings.length > 0 ? refuse(findings) : { outputs: { table: tableOut(wideSchema(config)) } }
  },
  example: {
    config: {
      tags: [{ tag: 'boiler.level', name: 'level', unit: 'm' }],
      zone: 'Europe/Berlin',
      grid: '15 min',
    },
    note: { de: 'Ein Tag alle 15 Minuten.', en: 'One tag every 15 minutes.' },
  },
})

/** The wide table: time, then one column per tag. */
export function wideSchema(config: ReadHistorianConfig): TableSchema {
  const stepUs = config.grid === undefined ? undefined : durationUs(config.grid)
  const time: Column = { name: config.timeName, type: 'time', nullable: false, ...knownAfter(null) }
  return {
    columns: [time, ...config.tags.map((tag) => tagColumn(tag, stepUs))],
    time: {
      column: config.timeName,
      zone: config.zone,
      grid: stepUs === undefined ? 'irregular' : { stepUs },
    },
  }
}

function tagColumn(tag: ReadHistorianConfig['tags'][number], stepUs: number | undefined): Column {
  const { stamp = 'instant', availabilityUs } = tag
  const ownDelay = stamp === 'interval-start' ? (stepUs ?? 0) : 0
  return {
    name: tag.name ?? tag.tag,
    type: tag.type,
    ...(tag.unit !== undefined && { unit: tag.unit }),
    ...(tag.quantity !== undefined && { quantity: tag.quantity }),
    ...(tag.kind !== undefined && { kind: tag.kind }),
    stamp,
    nullable: true,
    quality: true,
    ...knownAfter(availabilityUs === undefined ? ownDelay : availabilityUs),
  }
}

function rangeFindings(config: ReadHistorianConfig) {
  const unknown = config.tags.filter(
    (tag) => tag.stamp === 'interval-start' && tag.availabilityUs === undefined,
  )
  const delays = config.grid === undefined ? unknown.map((tag) => delayFinding(tag.tag)) : []
  const { from, to, zone } = config
  const isEmpty = from !== undefined && to !== undefined && instantUs(from, zone) >= instantUs(to, zone)
  return isEmpty ? [...delays, emptyRange()] : delays
}

function emptyRange() {
  const text = { de: 'Das Ende liegt nicht nach dem Anfang.', en: 'The end is not after the start.' }
  return ownFinding(
    'read-historian.empty-range',
    { text, remedy: { de: 'to später setzen.', en: 'Set to later.' } },
    { field: 'to' },
  )
}

function delayFinding(tag: string) {
  return ownFinding(
    'read-historian.delay-unknown',
    {
      text: {
        de: `Wann die Werte von „${tag}“ bekannt sind, ist offen: Intervallanfänge ohne festes Raster.`,
        en: `When the values of "${tag}" are known is open: interval starts without a regular grid.`,
      },
      remedy: {
        de: 'availabilityUs des Tags oder grid angeben.',
        en: "State the tag's availabilityUs, or grid.",
      },
    },
    { field: 'tags' },
  )
}
