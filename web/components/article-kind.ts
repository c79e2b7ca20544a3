import type { TFunction } from 'i18next'

type Kind = 'doc' | 'scenario' | 'story'

/** What an article is; made-up ones say so. */
export function articleKind({ kind, isExample }: { kind: Kind; isExample: boolean }, t: TFunction): string {
  return [t(`article.${kind}`), isExample && t('article.example')].filter(Boolean).join(' · ')
}
