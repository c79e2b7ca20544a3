import { textOf } from '#pipeline/issue-texts.ts'
import type { IssueText } from '#pipeline/issue-texts.ts'
import type { Language } from '#pipeline/render-text.ts'

/** What a reader says to a file that it does not take. */
export function refusalText(refused: Record<string, unknown>, language: Language): IssueText {
  const params = (refused.params ?? {}) as Record<string, unknown>
  return textOf(String(refused.code ?? 'block-failed'), params, language)
}
