/** `ecoki blocks [ID]`: what there is to build with. */
import { Command } from 'commander'
import { z } from 'zod'
import { catalog } from '#blocks/specs.ts'
import type { BlockType } from '#pipeline/block-spec.ts'
import { exitCodes } from '../exit-codes.ts'
import { systemLanguage } from '../options.ts'

export function blocks(): Command {
  return new Command('blocks')
    .description('List all blocks, or show one with its documentation.')
    .argument('[id]', 'a block')
    .option('--json', 'print exactly one JSON document')
    .action((id: string | undefined, { json }: { json?: boolean }) => {
      const wanted = id === undefined ? catalog.ids() : [id]
      const found = wanted.flatMap((name) =>
        catalog.versions(name).map((version) => catalog.find(name, version)),
      )
      const types = found.filter((block) => block !== undefined)
      if (types.length === 0) {
        process.stderr.write(`There is no block ${String(id)}. See: npx ecoki blocks\n`)
        process.exitCode = exitCodes.userMistake
      } else if (json) process.stdout.write(`${JSON.stringify(types.map(specDocument), null, 2)}\n`)
      else if (id === undefined) for (const { spec } of types) process.stdout.write(`${lineOf(spec)}\n`)
      else for (const block of types) process.stdout.write(`${textOf(block)}\n`)
    })
}

function specDocument(block: BlockType): unknown {
  return {
    ...block.spec,
    config: z.toJSONSchema(block.config, { target: 'draft-7', io: 'input', unrepresentable: 'any' }),
  }
}

function lineOf(spec: BlockType['spec']): string {
  const ports = `${portNames(spec.inputs)} -> ${portNames(spec.outputs)}`
  return `${`${spec.id}@${spec.version}`.padEnd(30)} ${spec.title[systemLanguage()].padEnd(34)} ${ports}`
}

function portNames(ports: BlockType['spec']['inputs']): string {
  return ports.map((port) => `${port.name}: ${port.type}`).join(', ')
}

function textOf(block: BlockType): string {
  const { spec } = block
  return [
    `${spec.id}@${spec.version}  ${spec.title[systemLanguage()]}`,
    portLines(spec),
    spec.docs[systemLanguage()],
  ].join('\n')
}

function portLines(spec: BlockType['spec']): string {
  return `in:  ${portNames(spec.inputs)}\nout: ${portNames(spec.outputs)}\n`
}
