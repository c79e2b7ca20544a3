import { useCallback, useRef } from 'react'
import type uPlot from 'uplot'
import { fileNameOf, saveFile, toCsv } from '../../lib/csv.ts'
import type { Cell } from '../../lib/csv.ts'

export interface ChartTable {
  header: string[]
  rows: Cell[][]
}

export interface Exporting {
  setPlot(plot: uPlot | null): void
  table(): ChartTable
  savePng(): void
  saveCsv(): void
  /** Shows the whole of x again. */
  reset(): void
}

/** What a chart shows, as a picture and as numbers. */
export function useExport(title: string, table: () => ChartTable): Exporting {
  const plot = useRef<uPlot | null>(null)
  const setPlot = useCallback((made: uPlot | null) => {
    plot.current = made
  }, [])
  const savePng = () => {
    if (!plot.current) return
    pictureOf(plot.current).toBlob((content) => content && saveFile(fileNameOf(title, 'png'), content))
  }
  const saveCsv = () => {
    const { header, rows } = table()
    saveFile(fileNameOf(title, 'csv'), new Blob([toCsv(header, rows)], { type: 'text/csv' }))
  }
  const reset = () => {
    const xs = plot.current?.data[0]
    if (xs?.length) plot.current?.setScale('x', { min: xs[0], max: xs[xs.length - 1] })
  }
  return { setPlot, table, savePng, saveCsv, reset }
}

/** The picture on its own ground: transparent pixels are black in many programs. */
function pictureOf({ ctx, root }: uPlot): HTMLCanvasElement {
  const picture = document.createElement('canvas')
  picture.width = ctx.canvas.width
  picture.height = ctx.canvas.height
  const pen = picture.getContext('2d')!
  pen.fillStyle = groundOf(root)
  pen.fillRect(0, 0, picture.width, picture.height)
  pen.drawImage(ctx.canvas, 0, 0)
  return picture
}

function groundOf(element: Element): string {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const colour = getComputedStyle(at).backgroundColor
    if (colour && !/^rgba\(.*, 0\)$|^transparent$/.test(colour)) return colour
  }
  return '#ffffff'
}
