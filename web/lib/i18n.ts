/** Texts in German and English: one file for each language and feature, loaded when first shown. */
import i18next from 'i18next'
import type { BackendModule, ReadCallback } from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Language } from '#pipeline/render-text.ts'

const files = import.meta.glob<Record<string, string>>('../i18n/*/*.json', { import: 'default' })
const storageKey = 'ecoki.language'

/** Loads `web/i18n/<language>/<namespace>.json`. */
const textFiles: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read(language: string, namespace: string, done: ReadCallback) {
    const load = files[`../i18n/${language}/${namespace}.json`]
    if (!load) return done(new Error(`No texts ${namespace} in ${language}`), false)
    load().then(
      (texts) => done(null, texts),
      (error: Error) => done(error, true),
    )
  },
}

/** German for those whose browser prefers it, English for all others, unless the person has chosen. */
export function preferredLanguage(chosen: string | null, browser: readonly string[]): Language {
  if (chosen === 'de' || chosen === 'en') return chosen
  const known = browser
    .map((tag) => tag.toLowerCase().split('-')[0])
    .find((tag) => tag === 'de' || tag === 'en')
  return known === 'de' ? 'de' : 'en'
}

/** Readies the texts of the frame in the person's language. */
export async function startTexts(): Promise<void> {
  i18next.on('languageChanged', (language) => (document.documentElement.lang = language))
  await i18next
    .use(textFiles)
    .use(initReactI18next)
    .init({
      lng: preferredLanguage(localStorage.getItem(storageKey), navigator.languages),
      supportedLngs: ['de', 'en'],
      fallbackLng: false,
      ns: ['frame', 'refusals'],
      defaultNS: 'frame',
      // Keys are flat; React escapes what it shows.
      keySeparator: false,
      interpolation: { escapeValue: false },
      react: { useSuspense: true },
    })
}

export function currentLanguage(): Language {
  return i18next.language === 'de' ? 'de' : 'en'
}

/** Whether the person has chosen a language on this machine. */
export function hasChosenLanguage(): boolean {
  return localStorage.getItem(storageKey) !== null
}

/** Switches all texts, and remembers it on this machine. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(storageKey, language)
  await i18next.changeLanguage(language)
}
