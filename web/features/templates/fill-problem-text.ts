/** What keeps data from a template, in words. */
import i18next from 'i18next'
import { renderText } from '#pipeline/render-text.ts'
import type { Language } from '#pipeline/render-text.ts'
import { unitLabel } from '#pipeline/unit-label.ts'

export interface FillProblem {
  code: string
  params: Record<string, unknown>
}

/** Needs the texts of the namespace 'templates'. */
export function problemText({ code, params }: FillProblem, language: Language): string {
  const text: unknown = i18next.getResource(language, 'templates', `problem.${code}`)
  const label = (unit: unknown, quantity: unknown) =>
    typeof unit === 'string'
      ? unitLabel({ unit, quantity: typeof quantity === 'string' ? quantity : undefined })[language] || '1'
      : undefined
  const units =
    code === 'unit'
      ? {
          expected: label(params.expected, params.expectedQuantity),
          found: label(params.found, params.foundQuantity),
        }
      : {}
  return renderText(typeof text === 'string' ? text : code, { ...params, ...units }, language)
}
