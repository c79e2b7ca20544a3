/** Why EcoKI did not do what a program asked for. Codes are stable, texts are for logs. */
export class EcokiError extends Error {
  readonly code: string
  readonly params: Record<string, unknown>
  /** Of HTTP; 0: no answer came. */
  readonly status: number
  readonly requestId?: string
  /** What is wrong with the input, by dotted path. */
  readonly fieldErrors: Record<string, string[]>

  constructor(code: string, params: Record<string, unknown> = {}, answer: Partial<Answered> = {}) {
    super(`${code} ${JSON.stringify(params)}`)
    this.name = 'EcokiError'
    this.code = code
    this.params = params
    this.status = answer.httpStatus ?? 0
    this.requestId = answer.requestId
    this.fieldErrors = answer.fieldErrors ?? {}
  }
}

interface Answered {
  httpStatus: number
  requestId: string
  fieldErrors: Record<string, string[]>
}

/** The refusal in an answer's body, whoever wrote it. */
export function refusalIn(text: string, httpStatus: number): EcokiError {
  const { code, params, requestId, fieldErrors } = fieldsOf(text)
  const answered = { httpStatus, requestId, fieldErrors }
  return new EcokiError(code ?? 'not-ecoki', params ?? { status: httpStatus }, answered)
}

interface Refusal extends Partial<Answered> {
  code?: string
  params?: Record<string, unknown>
}

/** A proxy on the way answers with a page, not with our words. */
function fieldsOf(text: string): Refusal {
  try {
    const body = JSON.parse(text) as Refusal & { error?: { data?: Refusal }; data?: Refusal }
    const found = body.error?.data ?? body.data ?? body
    return typeof found.code === 'string' ? found : {}
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}
