/**
 * Reads weighbridges that speak lines of text over TCP. An adapter from outside of EcoKI: it gets handed what it needs,
 * and imports nothing. How the machine speaks stands in README.md.
 */
import { openSession } from './session.js'

/** @param {import('../../adapters/adapter-tools.ts').AdapterTools} tools */
export function adapter(tools) {
  const { z, hostField, portField } = tools
  return {
    protocol: 'weighbridge',
    title: { de: 'Fahrzeugwaage', en: 'Weighbridge' },
    description: {
      de: 'Waagen, die Textzeilen über TCP senden (Beispiel)',
      en: 'Scales that send lines of text over TCP (an example)',
    },
    version: 1,
    config: z.strictObject({ host: hostField, port: portField.default(4001) }),
    address: z.strictObject({
      channel: z
        .string()
        .regex(/^[a-z0-9_]{1,40}$/)
        .describe('Name of a value: gross, net'),
    }),
    targets: ({ host, port }) => [{ host, port }],
    // The scale keeps lines until they are acknowledged, and says which it had to throw away.
    tellsOutages: true,
    connect: (config, context) => openSession(tools, config, context),
  }
}
