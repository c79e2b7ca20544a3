/** Which output's data are looked at, below the canvas. */
import { create } from 'zustand'

export interface DataPlace {
  node: string
  port: string
}

export const useOpenData = create<{ place: DataPlace | undefined }>(() => ({ place: undefined }))

export function openData(place: DataPlace | undefined): void {
  useOpenData.setState({ place })
}
