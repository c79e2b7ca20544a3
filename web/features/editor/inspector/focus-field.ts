/** Puts the keyboard into the field that a problem is about. */

/** The first thing that can be typed into or pressed; the longest known part of the path counts. */
export function focusField(place: HTMLElement, field: string | undefined): void {
  const keys = field?.split('.') ?? []
  for (let length = keys.length; length > 0; length--) {
    const path = keys.slice(0, length).join('.')
    const found = place.querySelector(`[data-field="${CSS.escape(path)}"]`)
    const control = found?.querySelector<HTMLElement>('input, select, textarea, button')
    if (!control) continue
    control.focus()
    control.scrollIntoView({ block: 'center' })
    return
  }
}
