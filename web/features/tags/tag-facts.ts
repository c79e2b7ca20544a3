import type { Language } from '#pipeline/render-text.ts'
import { formatNumber } from '../../lib/format.ts'
import type { Outputs } from '../../lib/trpc.ts'

export type Tag = Outputs['tags']['list']['items'][number]
export type Asset = Outputs['tags']['assets']['list'][number]

/** The newest value as people read it. */
export function valueText({ last, type }: Pick<Tag, 'last' | 'type'>, language: Language): string {
  const value = last?.value ?? null
  if (value === null) return '–'
  if (typeof value === 'number') return formatNumber(value, language)
  if (type === 'boolean') return value ? '1' : '0'
  return String(value)
}

export interface Place {
  id: string
  /** From the site down. */
  label: string
}

/** The plant's tree as places, each with its way from the top. */
export function placesOf(assets: Asset[]): Place[] {
  const byId = new Map(assets.map((asset) => [asset.id, asset]))
  const wayOf = ({ name, parentId }: Asset, depth = 0): string => {
    const above = parentId === null ? undefined : byId.get(parentId)
    return above && depth < 20 ? `${wayOf(above, depth + 1)} / ${name}` : name
  }
  return assets
    .map((asset) => ({ id: asset.id, label: wayOf(asset) }))
    .sort((a, b) => a.label.localeCompare(b.label))
}
