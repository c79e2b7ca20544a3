/** Where a long step reports what it is doing; each text replaces the one before. */
export type Report = (text: string) => void

/** For callers who show nothing. */
export const silent: Report = () => undefined
