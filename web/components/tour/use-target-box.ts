import { useEffect, useState } from 'react'
import type { Box } from './tour-steps.ts'

const againMs = 200

/** Where the element is on the screen, followed while the page is drawn and scrolled; undefined where it is not. */
export function useTargetBox(selector: string): Box | undefined {
  const [box, setBox] = useState<Box>()
  useEffect(() => {
    let isBrought = false
    const look = () => {
      const element = document.querySelector(selector)
      if (element && !isBrought) element.scrollIntoView({ block: 'nearest' })
      isBrought ||= element !== null
      const found = element?.getBoundingClientRect()
      setBox((old) => (isSame(old, found) ? old : found && boxOf(found)))
    }
    look()
    const timer = setInterval(look, againMs)
    return () => clearInterval(timer)
  }, [selector])
  return box
}

function boxOf({ top, left, width, height }: DOMRect): Box {
  return { top, left, width, height }
}

function isSame(a: Box | undefined, b: DOMRect | undefined): boolean {
  if (!a || !b) return a === b
  return a.top === b.top && a.left === b.left && a.width === b.width && a.height === b.height
}
