/** Lets a limited number of tasks go on at once; the others wait in order. Deterministic, for workflows. */
export interface Slots {
  hold<T>(task: () => Promise<T>): Promise<T>
}

export function makeSlots(limit: number): Slots {
  const waiting: (() => void)[] = []
  let free = limit

  async function take(): Promise<void> {
    if (free > 0) free--
    else await new Promise<void>((resolve) => waiting.push(resolve))
  }

  function release(): void {
    const next = waiting.shift()
    if (next) next()
    else free++
  }

  return {
    async hold(task) {
      await take()
      try {
        return await task()
      } finally {
        release()
      }
    },
  }
}
