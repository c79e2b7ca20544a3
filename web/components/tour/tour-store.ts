/** Whether the tour is being shown, and who has seen it in this browser. */
import { create } from 'zustand'

const storageKey = (person: string) => `ecoki.tour.${person}`

/** undefined: not shown now. */
export const useTour = create<{ step: number | undefined; isOffered: boolean }>()(() => ({
  step: undefined,
  isOffered: true,
}))

export function startTour(): void {
  useTour.setState({ step: 0 })
}

/** Ends it, and does not offer it again to this person here. */
export function leaveTour(person: string): void {
  localStorage.setItem(storageKey(person), 'left')
  useTour.setState({ step: undefined, isOffered: false })
}

export function hasSeenTour(person: string): boolean {
  return localStorage.getItem(storageKey(person)) !== null
}
