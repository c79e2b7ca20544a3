/** The plant's part of an OPC UA address space. */
import { DataType, StatusCodes } from 'node-opcua-client'
import type { Namespace } from 'node-opcua-address-space'
import type { IAddressSpace, UAObject, UAVariable } from 'node-opcua-address-space-base'
import { names } from '#plant/label.ts'
import type { Outgoing } from '#plant/samples.ts'
import type { PlantTag } from '#plant/tags/catalog.ts'
import { uneceUnits, unitId } from '#plant/tags/units.ts'

export class OpcUaNodes {
  #variables = new Map<number, { variable: UAVariable; dataType: DataType }>()

  constructor(space: IAddressSpace, of: { tags: PlantTag[]; history: number }) {
    const namespace = space.registerNamespace(names.namespaceUri) as Namespace
    const folders = new Map<string, UAObject>()
    const site = namespace.addFolder('ObjectsFolder', { browseName: names.site, nodeId: `s=${names.site}` })
    for (const tag of of.tags) {
      const folder = folderOf(tag.name, { namespace, folders, site })
      const variable = addVariable(namespace, folder, tag)
      if (of.history > 0) space.installHistoricalDataNode(variable, { maxOnlineValues: of.history })
      this.#variables.set(tag.id, { variable, dataType: dataTypeOf(tag) })
    }
  }

  set(samples: Outgoing[]): void {
    for (const { tag, value, quality, timeMs } of samples) {
      const found = this.#variables.get(tag.id)
      if (!found) continue
      const { variable, dataType } = found
      const status = quality === 0 ? StatusCodes.Good : StatusCodes.BadSensorFailure
      const shown = dataType === DataType.Int64 ? int64(Number(value)) : value
      variable.setValueFromSource({ dataType, value: shown }, status, new Date(timeMs))
    }
  }
}

interface Place {
  namespace: Namespace
  folders: Map<string, UAObject>
  site: UAObject
}

/** Line, area and machine, made once. */
function folderOf(name: string, place: Place): UAObject {
  const at = name.lastIndexOf('/')
  if (at < 0) return place.site
  const path = name.slice(0, at)
  const known = place.folders.get(path)
  if (known) return known
  const made = place.namespace.addFolder(folderOf(path, place), {
    browseName: path.slice(path.lastIndexOf('/') + 1),
    nodeId: `s=${path}`,
  })
  place.folders.set(path, made)
  return made
}

function addVariable(namespace: Namespace, folder: UAObject, tag: PlantTag): UAVariable {
  const base = {
    componentOf: folder,
    browseName: tag.name.slice(tag.name.lastIndexOf('/') + 1),
    nodeId: `s=${tag.name}`,
    description: `${names.product}: ${tag.name}`,
    dataType: dataTypeOf(tag),
    minimumSamplingInterval: 0,
    accessLevel: 'CurrentRead',
    userAccessLevel: 'CurrentRead',
  }
  const unit = tag.unit === undefined ? undefined : uneceUnits[tag.unit]
  if (!unit) return namespace.addVariable(base)
  const [code, symbol, description] = unit
  return namespace.addAnalogDataItem({
    ...base,
    engineeringUnits: {
      namespaceUri: 'http://www.opcfoundation.org/UA/units/un/cefact',
      unitId: unitId(code),
      displayName: { text: symbol },
      description: { text: description },
    },
    engineeringUnitsRange: { low: -1e6, high: 1e9 },
  })
}

/** Pieces are counted in 32 bits, watt hours in 64. */
export function dataTypeOf({ type, kind, unit }: PlantTag): DataType {
  if (type === 'int' && unit === '1') return kind === 'counter' ? DataType.UInt32 : DataType.Int32
  return (
    {
      float: DataType.Double,
      single: DataType.Float,
      int: DataType.Int64,
      boolean: DataType.Boolean,
      text: DataType.String,
    } as const
  )[type]
}

/** As the library wants 64 bits: the high half and the low. */
function int64(value: number): [number, number] {
  const whole = BigInt.asUintN(64, BigInt(Math.trunc(value)))
  return [Number(whole >> 32n), Number(whole & 0xffff_ffffn)]
}
