/** The texts of all problems in both languages, and how one is put together. */
import type { Localized } from './block-spec.ts'
import { isIssueCode } from './issue-codes.ts'
import type { IssueCode } from './issue-codes.ts'
import { german } from './issue-texts-de.ts'
import { english } from './issue-texts-en.ts'
import { isLocalized, renderText } from './render-text.ts'
import type { Language } from './render-text.ts'

export interface IssueText {
  message: string
  remedy: string
}

export const issueTexts: Localized<Record<IssueCode, IssueText>> = { de: german, en: english }

/** Message and remedy of a finding. A block's own code brings them in params.text and params.remedy. */
export function textOf(code: string, params: Record<string, unknown>, language: Language): IssueText {
  if (isIssueCode(code)) {
    const text = issueTexts[language][code]
    return {
      message: renderText(text.message, params, language),
      remedy: renderText(text.remedy, params, language),
    }
  }
  return {
    message: renderText(ownText(params.text, code, language), params, language),
    remedy: renderText(ownText(params.remedy, '', language), params, language),
  }
}

function ownText(value: unknown, fallback: string, language: Language): string {
  return isLocalized(value) ? value[language] : fallback
}
