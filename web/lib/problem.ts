/** What people are told when the gateway refuses, fails or does not answer: cause and remedy in their language. */
import { TRPCClientError } from '@trpc/client'
import i18next from 'i18next'
import { renderText } from '#pipeline/render-text.ts'
import { currentLanguage } from './i18n.ts'
import { isAway } from './trpc.ts'

export interface Problem {
  code: string
  text: string
  remedy: string
  /** To be told to whoever looks after the server. */
  requestId?: string
  /** Problems by dotted path of the input. */
  fieldErrors: Record<string, string[]>
}

interface Refusal {
  code?: string
  params?: Record<string, unknown>
  fieldErrors?: Record<string, string[]>
  requestId?: string
}

/** Never fails, whatever was thrown. */
export function describeProblem(error: unknown): Problem {
  const { code = 'internal', params = {}, fieldErrors = {}, requestId } = refusalOf(error)
  return { code, ...describeRefusal(code, params), requestId, fieldErrors }
}

/** Of a code that came as an answer. */
export function describeRefusal(
  code: string,
  params: Record<string, unknown>,
): Pick<Problem, 'text' | 'remedy'> {
  const known = i18next.exists(`refusals:${code}`) ? code : 'unknown'
  const text = (key: string) =>
    i18next.exists(`refusals:${key}`)
      ? renderText(
          String(i18next.getResource(i18next.language, 'refusals', key)),
          { code, ...params },
          currentLanguage(),
        )
      : ''
  return { text: text(known), remedy: text(`${known}.remedy`) }
}

function refusalOf(error: unknown): Refusal {
  if (isAway(error)) return { code: 'gateway-away' }
  if (error instanceof TRPCClientError) return (error.data ?? {}) as Refusal
  return { code: 'page-failed', params: { message: error instanceof Error ? error.message : String(error) } }
}
