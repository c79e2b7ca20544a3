import { useTranslation } from 'react-i18next'
import type { Language } from '#pipeline/render-text.ts'

/** The language that is shown; what uses it is drawn anew when it changes. */
export function useLanguage(): Language {
  const { i18n } = useTranslation()
  return i18n.language === 'de' ? 'de' : 'en'
}
