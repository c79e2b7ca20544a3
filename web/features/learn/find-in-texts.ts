/** Finds what people look for in texts of both languages. Pure. */

/** Those in which every word occurs somewhere; titles count before texts. Without words: all, as they are. */
export function findInTexts<T>(
  items: readonly T[],
  words: string,
  textsOf: (item: T) => [string, string],
): T[] {
  const wanted = plain(words).split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return [...items]
  const ranked = items.flatMap((item) => {
    const [title, text] = textsOf(item).map(plain)
    const isFound = wanted.every((word) => title.includes(word) || text.includes(word))
    const inTitle = wanted.filter((word) => title.includes(word)).length
    return isFound ? [{ item, inTitle }] : []
  })
  return ranked.sort((a, b) => b.inTitle - a.inTitle).map(({ item }) => item)
}

function plain(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss')
}
