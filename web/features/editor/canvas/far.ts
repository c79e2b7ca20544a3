/** Whether the canvas is seen from so far away that nothing on a card could be read: asked once, not by each node. */
import { createContext } from 'react'

const farZoom = 0.3

export const FarContext = createContext(false)

export function isFarAway({ transform }: { transform: readonly number[] }): boolean {
  return transform[2] < farZoom
}
