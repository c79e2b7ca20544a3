import './wizard.css'
import { Text } from '@mantine/core'
import { useEffect, useRef } from 'react'

/** What a step is about; takes the keyboard when the step is opened, so that it is read out. */
export function Needed({ text }: { text: string }) {
  const place = useRef<HTMLParagraphElement>(null)
  useEffect(() => place.current?.focus(), [])
  return (
    <Text ref={place} tabIndex={-1} className="wizard-lead">
      {text}
    </Text>
  )
}
