/**
 * An expected refusal: mapped once at every edge (API status, activity failure, CLI exit code).
 * The message is English for logs; people are shown the text of the code.
 */
export class DomainError extends Error {
  readonly code: string
  readonly params: Record<string, unknown>

  constructor(code: string, params: Record<string, unknown> = {}, message?: string) {
    super(message ?? `${code} ${JSON.stringify(params)}`)
    this.name = 'DomainError'
    this.code = code
    this.params = params
  }
}
