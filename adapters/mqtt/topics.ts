/** Topics and filters, by the rules of MQTT 5, section 4.7. */

/** A name that a message can have: no wildcards, not empty, no zero character. */
export function isTopicName(topic: string): boolean {
  return isTopicText(topic) && !/[+#]/.test(topic)
}

/** `+` stands for one whole level, `#` for all that follow and only at the end. */
export function isTopicFilter(filter: string): boolean {
  if (!isTopicText(filter)) return false
  const levels = filter.split('/')
  return levels.every((level, index) => {
    if (level === '#') return index === levels.length - 1
    return level === '+' || !/[+#]/.test(level)
  })
}

export const hasWildcard = (filter: string): boolean => /[+#]/.test(filter)

/** Brokers close the connection of who asks for more. */
const maxLevels = 200

function isTopicText(text: string): boolean {
  if (text.split('/').length > maxLevels) return false
  return text.length > 0 && !text.includes('\0') && Buffer.byteLength(text) <= 65_535
}

/** Whether messages on the topic reach who has subscribed to the filter. */
export function topicMatches(filter: string, topic: string): boolean {
  return levelsMatch(filter.split('/'), topic.split('/'))
}

function levelsMatch(filter: string[], topic: string[]): boolean {
  // What begins with a dollar is the broker's own and only meant by who says so.
  if (topic[0].startsWith('$') && filter[0] !== topic[0]) return false
  for (const [index, level] of filter.entries()) {
    if (level === '#') return true
    if (index >= topic.length || (level !== '+' && level !== topic[index])) return false
  }
  return filter.length === topic.length
}

/** Whether every topic that `inner` matches is matched by `outer` too. */
export function covers(outer: string, inner: string): boolean {
  const [wide, narrow] = [outer.split('/'), inner.split('/')]
  if (/^[+#]/.test(outer) && narrow[0].startsWith('$')) return false
  for (const [index, level] of wide.entries()) {
    if (level === '#') return true
    if (index >= narrow.length || narrow[index] === '#') return false
    if (level !== '+' && level !== narrow[index]) return false
  }
  return wide.length === narrow.length
}

/** The fewest of these filters that match the same. Overlapping ones would bring a message more than once. */
export function withoutCovered(filters: Iterable<string>): string[] {
  const distinct = [...new Set(filters)]
  const wildcards = distinct.filter(hasWildcard)
  return distinct.filter((filter) => !wildcards.some((other) => other !== filter && covers(other, filter)))
}

/** Finds what was put under filters by the topics that match. */
export class TopicTable<Entry> {
  readonly #exact = new Map<string, Entry[]>()
  readonly #wild: { levels: string[]; entry: Entry }[] = []
  readonly #found = new Map<string, Entry[]>()

  add(filter: string, entry: Entry): void {
    this.#found.clear()
    if (hasWildcard(filter)) this.#wild.push({ levels: filter.split('/'), entry })
    else {
      const known = this.#exact.get(filter)
      if (known) known.push(entry)
      else this.#exact.set(filter, [entry])
    }
  }

  find(topic: string): Entry[] {
    const exact = this.#exact.get(topic) ?? []
    if (this.#wild.length === 0) return exact
    const known = this.#found.get(topic)
    if (known) return known
    const levels = topic.split('/')
    const wild = this.#wild.filter((each) => levelsMatch(each.levels, levels)).map(({ entry }) => entry)
    const all = [...exact, ...wild]
    // Topics of a hostile broker are endless: what was found before is then found again.
    if (this.#found.size >= 10_000) this.#found.clear()
    this.#found.set(topic, all)
    return all
  }
}
