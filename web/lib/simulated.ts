/** What comes from the simulated plant says so in its name or address, and is shown as such wherever it is shown. */

/** The word that every name of the simulated plant holds (plant/label.ts). */
const simulatedWord = 'simulated'

/** Whether a tag's name or address says that it is simulated. */
export function isSimulated({ name, address }: { name?: string; address?: unknown }): boolean {
  const text = `${name ?? ''} ${address === undefined ? '' : JSON.stringify(address)}`
  return text.toLowerCase().includes(simulatedWord)
}
