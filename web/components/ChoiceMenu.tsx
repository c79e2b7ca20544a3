import { Menu } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import type { ReactElement } from 'react'

export interface ChoiceMenuProps<T extends string> {
  /** The button that opens it. */
  target: ReactElement
  value: T
  choices: { value: T; label: string }[]
  onChoose(value: T): void
}

/** One of a few. */
export function ChoiceMenu<T extends string>({ target, value, choices, onChoose }: ChoiceMenuProps<T>) {
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>
        {choices.map((choice) => (
          <Menu.Item
            key={choice.value}
            role="menuitemradio"
            aria-checked={choice.value === value}
            rightSection={choice.value === value ? <IconCheck size={14} /> : <span style={{ width: 14 }} />}
            onClick={() => onChoose(choice.value)}
          >
            {choice.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
