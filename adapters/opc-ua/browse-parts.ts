/** Elements and fields of a value, shown like nodes below it. */
import type { BrowseItem } from '#adapters/adapter.ts'
import type { OpcUaAddress } from './address.ts'
import { writeId } from './browse-id.ts'
import type { Shown } from './browse-id.ts'
import { elementOf, partsOf, stepInto, stepsFrom } from './element.ts'
import { ItemTable } from './items.ts'
import { readItems } from './read-now.ts'
import { offeredType } from './scalars.ts'
import type { Served } from './served.ts'

type Item = BrowseItem<OpcUaAddress>

export async function browseParts(served: Served, { node, path = '' }: Shown): Promise<Item[]> {
  const probe = { key: 0, address: { node }, type: 'text' as const, intervalMs: 0 }
  const [{ value }] = await readItems(served, new ItemTable().change([probe]).added)
  const whole = value?.value && stepInto(elementOf(value.value), partsOf(path))
  if (!whole) return []
  return stepsFrom(whole).map((step): Item => {
    const way = path + step
    const part = stepInto(whole, partsOf(step))
    const type = part && !('values' in part) ? offeredType(part.type) : undefined
    return {
      id: writeId({ node, path: way }),
      name: step.replace(/^\./, ''),
      hasChildren: part !== undefined && stepsFrom(part).length > 0,
      ...(type && { tag: { address: { node, path: way }, type, canRead: true } }),
    }
  })
}
