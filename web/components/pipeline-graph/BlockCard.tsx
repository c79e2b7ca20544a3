import { memo } from 'react'
import type { ReactNode } from 'react'
import type { Language } from '#pipeline/render-text.ts'
import type { BlockSpec, PortSpec } from '#pipeline/block-spec.ts'
import { BlockIcon } from './BlockIcon.tsx'
import { portTop } from './card-size.ts'
import { Handle, Position } from './flow.ts'
import { PortMark } from './PortMark.tsx'

/** What stands out; `plain` is all is well. */
export type CardTone = 'plain' | 'active' | 'warning' | 'error' | 'quiet'

export interface BlockCardProps {
  name: string
  /** Undefined: a block that this EcoKI does not know. */
  spec: Pick<BlockSpec, 'title' | 'icon' | 'inputs' | 'outputs'> | undefined
  /** Shown when the spec is unknown: block@version. */
  block: string
  language: Language
  tone: CardTone
  isSelected?: boolean
  isDisabled?: boolean
  /** Names of inputs that the wire being drawn cannot take. */
  dimmed?: ReadonlySet<string>
  isConnectable?: boolean
  /** An output was clicked. */
  onOutput?(port: string): void
  footer?: ReactNode
}

/** One node of a pipeline, drawn. */
export const BlockCard = memo(function BlockCard(props: BlockCardProps) {
  const { name, spec, language, tone, isSelected, isDisabled, footer } = props
  return (
    <div
      className="ecoki-card"
      data-tone={tone}
      data-selected={isSelected || undefined}
      data-disabled={isDisabled || undefined}
    >
      <div className="ecoki-card-head">
        <BlockIcon name={spec?.icon ?? ''} size={18} />
        <div className="ecoki-card-names">
          <div className="ecoki-card-name" title={name}>
            {name}
          </div>
          <div className="ecoki-card-title">{spec?.title[language] ?? props.block}</div>
        </div>
      </div>
      <Ports ports={spec?.inputs ?? []} side="in" {...props} />
      <Ports ports={spec?.outputs ?? []} side="out" {...props} />
      <div className="ecoki-card-foot">{footer}</div>
    </div>
  )
})

interface PortsProps extends BlockCardProps {
  ports: readonly PortSpec[]
  side: 'in' | 'out'
}

function Ports({ ports, side, language, dimmed, isConnectable = false, onOutput }: PortsProps) {
  return ports.map((port, index) => (
    <Handle
      key={port.name}
      id={port.name}
      type={side === 'in' ? 'target' : 'source'}
      position={side === 'in' ? Position.Left : Position.Right}
      isConnectable={isConnectable}
      className="ecoki-port"
      data-side={side}
      data-dimmed={(side === 'in' && dimmed?.has(port.name)) || undefined}
      data-optional={port.optional || undefined}
      style={{ top: portTop(index) }}
      onClick={side === 'out' && onOutput ? () => onOutput(port.name) : undefined}
      title={`${port.title[language]} (${port.name})`}
    >
      <PortMark type={port.type} />
      <span className="ecoki-port-name">{port.title[language]}</span>
    </Handle>
  ))
}
