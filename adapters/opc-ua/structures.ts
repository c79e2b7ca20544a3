import { DataType } from 'node-opcua-client'
import type { DataValue } from 'node-opcua-client'

/** Whether the types of structures have to be known before the value can be looked into. */
export function hasStructures({ value }: DataValue): boolean {
  return value?.dataType === DataType.ExtensionObject || value?.dataType === DataType.Variant
}
