import type { CardTone } from './BlockCard.tsx'

/** A node seen from so far away that only its place and its state can be made out. */
export function FarCard({ name, tone, isSelected }: { name: string; tone: CardTone; isSelected?: boolean }) {
  return (
    <div className="ecoki-card ecoki-card-far" data-tone={tone} data-selected={isSelected || undefined}>
      {name}
    </div>
  )
}
