/** What a person does with the mouse, once a frame. */
import type { Gesture } from './input.ts'

/** Milliseconds of each frame while the mouse goes about the middle of the page, or its wheel to and fro. */
export function framesOf(gesture: Gesture, count: number): Promise<number[]> {
  const act = gesture === 'zoom' ? turnWheel : startMoving(gesture)
  return new Promise((resolve) => {
    const frames: number[] = []
    let before = performance.now()
    const onFrame = () => {
      const now = performance.now()
      frames.push(now - before)
      before = now
      if (frames.length < count) {
        act(frames.length)
        requestAnimationFrame(onFrame)
      } else {
        if (gesture !== 'zoom') sendMouse(window, 'mouseup', middle())
        resolve(frames)
      }
    }
    requestAnimationFrame(onFrame)
  })
}

interface Point {
  x: number
  y: number
}

function middle(): Point {
  return { x: innerWidth / 2, y: innerHeight / 2 }
}

/** Takes hold of the canvas or of a node; what it returns moves it. */
function startMoving(gesture: Gesture): (step: number) => void {
  const node = nodeInTheMiddle()
  const box = node.getBoundingClientRect()
  const start = gesture === 'drag' ? { x: box.x + box.width / 2, y: box.y + box.height / 4 } : middle()
  sendMouse(gesture === 'drag' ? node : pane(), 'mousedown', start)
  return (step) =>
    sendMouse(window, 'mousemove', {
      x: start.x + 150 * Math.sin(step / 10),
      y: start.y + 80 * Math.sin(step / 7),
    })
}

function turnWheel(step: number): void {
  const { x, y } = middle()
  const deltaY = Math.floor(step / 10) % 2 === 0 ? -12 : 12
  const options = { clientX: x, clientY: y, deltaY, view: window, bubbles: true, cancelable: true }
  pane().dispatchEvent(new WheelEvent('wheel', options))
}

function sendMouse(target: EventTarget, type: string, { x, y }: Point): void {
  const options = { clientX: x, clientY: y, buttons: 1, view: window, bubbles: true, cancelable: true }
  target.dispatchEvent(new MouseEvent(type, options))
}

function pane(): Element {
  return document.querySelector('.react-flow__pane')!
}

function nodeInTheMiddle(): Element {
  const { x, y } = middle()
  const distance = (element: Element) => {
    const box = element.getBoundingClientRect()
    return Math.hypot(box.x + box.width / 2 - x, box.y + box.height / 2 - y)
  }
  const all = [...document.querySelectorAll('.react-flow__node')]
  return all.reduce((best, node) => (distance(node) < distance(best) ? node : best))
}
