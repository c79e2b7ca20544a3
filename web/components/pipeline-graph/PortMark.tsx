import type { PortType } from '#pipeline/ports.ts'
import { portColor, portShapes } from './port-looks.ts'

/** A port's type as shape and colour; the words stand beside it. */
export function PortMark({ type, size = 12 }: { type: PortType; size?: number }) {
  return (
    <svg className="ecoki-port-mark" width={size} height={size} viewBox="0 0 12 12" aria-hidden="true">
      <path d={portShapes[type]} fill={portColor(type)} />
    </svg>
  )
}
