/** Addresses that are limited, on record when they refuse, and kept by no browser: all but pages and signs of life. */
export function isOfApi({ url }: { url: string }): boolean {
  return ['/trpc', '/api', '/metrics'].some((start) => url.startsWith(start))
}
