/** Protocols by which the simulated plant can be connected. */
export const simulatedProtocols = ['opc-ua', 'mqtt', 'modbus'] as const
export type SimulatedProtocol = (typeof simulatedProtocols)[number]

export interface ConnectSearch {
  /** More tags for a connection that is there. */
  of?: string
  /** The simulated plant's machine of this protocol. */
  simulated?: SimulatedProtocol
}

/** What can be read of an address that anyone may have written. */
export function readConnectSearch({ of, simulated }: Record<string, unknown>): ConnectSearch {
  const protocol = simulatedProtocols.find((one) => one === simulated)
  return { ...(typeof of === 'string' && { of }), ...(protocol && { simulated: protocol }) }
}
