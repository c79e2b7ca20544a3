export { tryLock, withLock } from '#config/lock.ts'
export type { Lock } from '#config/lock.ts'
