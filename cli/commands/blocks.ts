/** `ecoki blocks [ID]`: what there is to build with. */
import { Command } from 'commander'
import type { BlockDescription, BlockSpec } from '#client/index.ts'
import { NotRunningError } from '#config/instance.ts'
import { exitCodes } from '../exit-codes.ts'
import { systemLanguage } from '../options.ts'
import { withClient } from '../with-client.ts'

export function blocks(): Command {
  return new Command('blocks')
    .description('List all blocks, or show one with its documentation.')
    .argument('[id]', 'a block')
    .option('--json', 'print exactly one JSON document')
    .action((id: string | undefined, { json }: { json?: boolean }) =>
      withBlocks((all) => {
        const found = all.filter(({ spec }) => id === undefined || spec.id === id)
        if (found.length === 0) {
          process.stderr.write(`There is no block ${String(id)}. See: npx ecoki blocks\n`)
          return exitCodes.userMistake
        }
        if (json) process.stdout.write(`${JSON.stringify(found.map(specDocument), null, 2)}\n`)
        else
          for (const { spec } of found)
            process.stdout.write(`${id === undefined ? lineOf(spec) : textOf(spec)}\n`)
        return exitCodes.done
      }),
    )
}

/** Those of the gateway; of this checkout where no EcoKI runs. */
async function withBlocks(work: (blocks: BlockDescription[]) => number): Promise<void> {
  try {
    await withClient(async (client) => work(await client.blocks.catalog()))
  } catch (error) {
    if (!(error instanceof NotRunningError)) throw error
    const { catalog } = await import('#blocks/specs.ts')
    const { describeCatalog } = await import('#pipeline/block-description.ts')
    process.exitCode = work(describeCatalog(catalog))
  }
}

function specDocument({ spec, configSchema }: BlockDescription): unknown {
  return { ...spec, config: configSchema }
}

function lineOf(spec: BlockSpec): string {
  const ports = `${portNames(spec.inputs)} -> ${portNames(spec.outputs)}`
  return `${`${spec.id}@${spec.version}`.padEnd(30)} ${spec.title[systemLanguage()].padEnd(34)} ${ports}`
}

function portNames(ports: BlockSpec['inputs']): string {
  return ports.map((port) => `${port.name}: ${port.type}`).join(', ')
}

function textOf(spec: BlockSpec): string {
  return [
    `${spec.id}@${spec.version}  ${spec.title[systemLanguage()]}`,
    portLines(spec),
    spec.docs[systemLanguage()],
  ].join('\n')
}

function portLines(spec: BlockSpec): string {
  return `in:  ${portNames(spec.inputs)}\nout: ${portNames(spec.outputs)}\n`
}
