import { ActionIcon, useMantineColorScheme } from '@mantine/core'
import { IconMoon, IconSun, IconSunMoon } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ChoiceMenu } from './ChoiceMenu.tsx'

const icons = { light: IconSun, dark: IconMoon, auto: IconSunMoon }

/** Light, dark, or as the system. */
export function ThemeMenu() {
  const { t } = useTranslation()
  // To hide transitions Mantine would write a style element that the security policy forbids.
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true })
  const Icon = icons[colorScheme]
  const target = (
    <ActionIcon variant="subtle" color="gray" size="md" aria-label={t('theme')}>
      <Icon size={18} />
    </ActionIcon>
  )
  const choices = [
    { value: 'light' as const, label: t('themeLight') },
    { value: 'dark' as const, label: t('themeDark') },
    { value: 'auto' as const, label: t('themeAuto') },
  ]
  return <ChoiceMenu {...{ target, choices, value: colorScheme }} onChoose={setColorScheme} />
}
