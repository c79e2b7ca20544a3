/** Why a connection or a tag is as it is: codes with params become words. */
import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import { renderText } from '#pipeline/render-text.ts'
import { useLanguage } from './use-language.ts'

export interface Reason {
  code: string
  params?: Record<string, unknown>
}

/** A code that has no words, of an adapter from elsewhere for instance, shows as it is. */
export function useReasonText(): (reason: Reason) => string {
  const { i18n } = useTranslation('reasons')
  const language = useLanguage()
  return ({ code, params = {} }) => {
    const key = i18next.exists(`reasons:${code}`) ? code : 'unknown'
    const template = String(i18n.getResource(i18n.language, 'reasons', key))
    return renderText(template, { code, ...params }, language)
  }
}
