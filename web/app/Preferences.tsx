import { useMantineColorScheme } from '@mantine/core'
import { useEffect } from 'react'
import type { ReactNode } from 'react'
import { chooseLanguage, hasChosenLanguage } from '../lib/i18n.ts'
import type { Me } from '../lib/session.ts'

const themeKey = 'mantine-color-scheme-value'

/** What people have set in their profile holds on a machine where they have chosen nothing else. */
export function Preferences({ me: { language, theme }, children }: { me: Me; children: ReactNode }) {
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true })
  useEffect(() => {
    if ((language === 'de' || language === 'en') && !hasChosenLanguage()) void chooseLanguage(language)
  }, [language])
  useEffect(() => {
    const isKnown = theme === 'light' || theme === 'dark' || theme === 'auto'
    if (isKnown && localStorage.getItem(themeKey) === null) setColorScheme(theme)
  }, [theme, setColorScheme])
  return children
}
