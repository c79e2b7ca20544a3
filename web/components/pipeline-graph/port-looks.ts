/** Each type of port has its own shape and its own colour: neither alone has to be seen. */
import type { PortType } from '#pipeline/ports.ts'

/** Paths in a box of 12 by 12. */
export const portShapes: Record<PortType, string> = {
  table: 'M1.5 1.5h9v9h-9z',
  intervals: 'M1 3.5h10v5H1z',
  model: 'M6 .5 11.5 6 6 11.5.5 6z',
  fitted: 'M3.2 1h5.6L11.5 6 8.8 11H3.2L.5 6z',
  metrics: 'M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1z',
  chart: 'M6 1 11.5 10.5H.5z',
  report: 'M2.5.8h5l2.5 2.7v7.7h-7.5z',
  scalar: 'M4.4 1h3.2v3.4H11v3.2H7.6V11H4.4V7.6H1V4.4h3.4z',
}

export function portColor(type: PortType): string {
  return `var(--ecoki-port-${type})`
}
