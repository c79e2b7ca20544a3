/** All tags of a plant, numbered. The numbers never change while the tables do not: ledgers name tags by them. */
import { isLabelled, simulatedWord } from '#plant/label.ts'
import { airTags } from './air-tags.ts'
import { furnaceTags } from './furnace-tags.ts'
import { flag, level, text } from './measure.ts'
import type { Measure } from './measure.ts'
import { meterTags } from './meter-tags.ts'
import { pumpTags } from './pump-tags.ts'
import { channelOf, channels } from './routes.ts'
import type { ChannelName } from './routes.ts'

export interface PlantTag extends Measure {
  id: number
  /** line-001/area/machine/name */
  name: string
  line: number
  /** How it goes out. */
  channels: ChannelName[]
  /** Its value is the number of ticks that went out by its channel, whether or not they arrived. */
  isCounter: boolean
}

const channelTags: Measure[] = channels.flatMap((channel) => [
  flag(`plant/${channel}/${simulatedWord}`, () => true),
  { path: `plant/${channel}/counter`, unit: '1', kind: 'counter', type: 'int', noise: 0, read: () => 0 },
])

const siteTags: Measure[] = [
  level('plant/weather/temperature', 'Cel', 0.1, (_, { ambient }) => ambient),
  level('plant/weather/humidity', '%', 0.5, (_, { ambient }) => 75 - ambient),
  text('plant/calendar/shift', (_, { shift }) => shift),
  level('plant/calendar/planned-rate', '/h', 0, (_, { rate }) => rate),
  flag('plant/calendar/works', (_, { shift }) => shift !== 'off'),
]

/** Of one line, in the order of their numbers. */
export const lineMeasures: Measure[] = [
  ...channelTags,
  ...siteTags,
  ...airTags,
  ...furnaceTags,
  ...pumpTags,
  ...meterTags,
]

export interface CatalogOptions {
  lines: number
  /** Everything can be had by OPC UA, too. */
  allByOpcUa: boolean
}

export function makeCatalog({ lines, allByOpcUa }: CatalogOptions): PlantTag[] {
  return Array.from({ length: lines }, (_, line) =>
    lineMeasures.map((measure, index) => {
      const own = channelOf(measure.path)
      return {
        ...measure,
        id: line * lineMeasures.length + index + 1,
        name: `${lineName(line)}/${measure.path}`,
        line,
        channels: allByOpcUa && own !== 'opc-ua' ? ['opc-ua', own] : [own],
        isCounter: measure.path.startsWith('plant/') && measure.path.endsWith('/counter'),
      } satisfies PlantTag
    }),
  ).flat()
}

export function lineName(line: number): string {
  return `line-${String(line + 1).padStart(3, '0')}`
}

/** Whether a tag is the one that says that all of its connection is simulated. */
export function isLabelTag(name: string): boolean {
  return isLabelled(name.slice(name.lastIndexOf('/') + 1))
}
