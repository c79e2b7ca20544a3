import { notifications } from '@mantine/notifications'
import i18next from 'i18next'
import { describeProblem } from '../lib/problem.ts'

/** Something has been done; goes away by itself. */
export function notifyDone(message: string): void {
  notifications.show({ message, color: 'gray', autoClose: 4_000, closeButtonProps: closeButton() })
}

/** Something was refused; stays until it is read. */
export function notifyProblem(error: unknown): void {
  const { text, remedy } = describeProblem(error)
  notifications.show({
    title: text,
    message: remedy,
    color: 'red',
    autoClose: false,
    closeButtonProps: closeButton(),
  })
}

function closeButton() {
  return { 'aria-label': i18next.t('close') }
}
