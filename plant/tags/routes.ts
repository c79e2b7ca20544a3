/** Which tag goes out by which protocol: the first line that fits. */
export const channels = ['opc-ua', 'mqtt', 'sparkplug', 'modbus'] as const
export type ChannelName = (typeof channels)[number]

/** Beginning of a tag's path below its line, and its way. */
export const routes: [prefix: string, channel: ChannelName][] = [
  ['plant/mqtt/', 'mqtt'],
  ['plant/sparkplug/', 'sparkplug'],
  ['plant/modbus/', 'modbus'],
  ['plant/', 'opc-ua'],
  // A machine that only speaks Modbus, as old ones do.
  ['compressed-air/compressor-3/', 'modbus'],
  ['compressed-air/', 'opc-ua'],
  ['furnace/', 'mqtt'],
  ['pump/', 'sparkplug'],
  ['energy/', 'modbus'],
]

/** Throws for a path that no line of the table fits. */
export function channelOf(path: string): ChannelName {
  const route = routes.find(([prefix]) => path.startsWith(prefix))
  if (!route) throw new Error(`no route for ${path}`)
  return route[1]
}
