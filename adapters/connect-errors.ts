/** Why a machine could not be reached, in words that people can act on. */
import { AdapterError } from './adapter.ts'

/** Whatever opening a socket threw, as the host wants it. */
export function connectError(error: unknown, { host, port }: { host: string; port: number }): AdapterError {
  if (error instanceof AdapterError) return error
  const { code, name, message } = error as NodeJS.ErrnoException
  const at = { host, port }
  if (name === 'AbortError' || name === 'TimeoutError' || code === 'ETIMEDOUT')
    return new AdapterError('no-answer', at, { cause: error })
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new AdapterError('unknown-host', at, { cause: error })
  return new AdapterError('unreachable', { ...at, reason: code ?? message }, { cause: error })
}
