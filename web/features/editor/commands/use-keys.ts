/** The keyboard of the editor. */
import { useHotkeys } from '@mantine/hooks'
import type { HotkeyItem } from '@mantine/hooks'
import { useEffect } from 'react'
import { copiedText, deleteChosen, pasteText } from './clipboard.ts'
import { canDo, commands } from './commands.ts'
import type { Command, CommandContext } from './commands.ts'

/** Keys without Ctrl act only while the canvas has the keyboard, so that nobody's typing does things. */
export function useKeys(context: CommandContext): void {
  useHotkeys(
    commands.flatMap((command) =>
      (command.keys ?? []).map(
        (key) => [key, () => press(command, context, key), { preventDefault: false }] as HotkeyItem,
      ),
    ),
  )
  useEffect(() => {
    const control = new AbortController()
    const listen = (name: 'copy' | 'cut' | 'paste') =>
      window.addEventListener(name, (event) => onClipboard(name, event, context), { signal: control.signal })
    listen('copy')
    listen('cut')
    listen('paste')
    return () => control.abort()
  }, [context])
}

function press(command: Command, context: CommandContext, key: string): void {
  if (!key.startsWith('mod') && !isOnCanvas()) return
  // The browser must not save its page or close the tab instead.
  if (typeof window.event?.preventDefault === 'function') window.event.preventDefault()
  if (canDo(command, context)) command.run(context)
}

/** Also when nothing has the keyboard but the page as a whole, which a click on the empty canvas gives it to. */
function isOnCanvas(): boolean {
  const active = document.activeElement
  return (
    active === null || active.matches('body, main') || active.closest('.ecoki-canvas, .ecoki-tables') !== null
  )
}

function onClipboard(
  name: 'copy' | 'cut' | 'paste',
  event: ClipboardEvent,
  { editor }: CommandContext,
): void {
  if (isTyping(event.target) || !event.clipboardData) return
  if (name === 'paste') {
    if (!editor.store.getState().isReadOnly && pasteText(editor, event.clipboardData.getData('text/plain')))
      event.preventDefault()
    return
  }
  const text = copiedText(editor)
  if (text === undefined || String(window.getSelection()) !== '') return
  event.clipboardData.setData('text/plain', text)
  event.preventDefault()
  if (name === 'cut') deleteChosen(editor)
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  )
}
