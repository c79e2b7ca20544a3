/**
 * The guard that keeps the simulated plant from passing for a real one: every name by which it shows itself holds the
 * word, and it starts with no other. Pages tell by the tag `simulated`, or by the word in a tag's address.
 */

/** What every name holds. */
export const simulatedWord = 'simulated'

export const names = {
  product: 'EcoKI simulated plant',
  productUri: 'urn:ecoki:simulated-plant',
  namespaceUri: 'urn:ecoki:simulated-plant:tags',
  site: 'Simulated plant',
  topicRoot: 'simulated',
  sparkplugGroup: 'simulated',
} as const

/** Whether a name says what it is the name of. */
export function isLabelled(name: string): boolean {
  return name.toLowerCase().includes(simulatedWord)
}

/** Throws for names that could pass for those of a real plant. */
export function requireLabels(shown: string[]): void {
  const unlabelled = shown.filter((name) => !isLabelled(name))
  if (unlabelled.length > 0)
    throw new Error(`a simulated plant must say so in every name: ${unlabelled.slice(0, 5).join(', ')}`)
}
