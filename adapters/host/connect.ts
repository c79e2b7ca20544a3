/** One attempt to connect, judged by the address rules and ended in time. */
import { mkdir } from 'node:fs/promises'
import { AdapterError } from '#adapters/adapter.ts'
import type { Adapter, AdapterContext, Session } from '#adapters/adapter.ts'
import type { AddressGuard } from './address-guard.ts'

const connectMs = 30_000

interface Attempt {
  adapter: Adapter
  config: unknown
  context: AdapterContext
  guard: AddressGuard
}

/** Throws AdapterError, also after 30 s and when the context's signal is aborted. */
export async function connectOnce({ adapter, config, context, guard }: Attempt): Promise<Session> {
  guard.check(adapter.targets(config))
  await mkdir(context.folder, { recursive: true, mode: 0o700 })
  const connecting = guard.run(() => adapter.connect(config, hostsOwn(context, guard)))
  try {
    return await inTime(connecting, context.signal)
  } catch (error) {
    // Whoever answers after all is not needed any more.
    void connecting.then((session) => session.close()).catch(() => undefined)
    throw asAdapterError(error)
  }
}

/** What an adapter did not expect is told by its message. */
export function asAdapterError(error: unknown): AdapterError {
  if (error instanceof AdapterError) return error
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof AdapterError) return cause
  return new AdapterError(
    'adapter-failed',
    { message: String((error as Error)?.message ?? error) },
    { cause: error },
  )
}

function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(
      () => end(() => reject(new AdapterError('connect-timeout', { ms: connectMs }))),
      connectMs,
    )
    const aborted = () => end(() => reject(new AdapterError('given-up')))
    const end = (settle: () => void) => {
      clearTimeout(late)
      signal.removeEventListener('abort', aborted)
      settle()
    }
    signal.addEventListener('abort', aborted)
    if (signal.aborted) aborted()
    work.then(
      (value) => end(() => resolve(value)),
      (error) => end(() => reject(error as Error)),
    )
  })
}

/** The context with all that the host does by itself outside the guard. */
function hostsOwn(context: AdapterContext, guard: AddressGuard): AdapterContext {
  return {
    ...context,
    deliver: (batch) => guard.outside(() => context.deliver(batch)),
    reportGap: (gap) => guard.outside(() => context.reportGap(gap)),
    reportTags: (problems) => guard.outside(() => context.reportTags(problems)),
    reportLost: (error) => guard.outside(() => context.reportLost(error)),
    memory: {
      get: (name) => guard.outside(() => context.memory.get(name)),
      set: (name, value) => guard.outside(() => context.memory.set(name, value)),
    },
    trust: {
      isTrusted: (certificate) => guard.outside(() => context.trust.isTrusted(certificate)),
      authorities: () => guard.outside(() => context.trust.authorities()),
    },
  }
}
