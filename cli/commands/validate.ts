/** `ecoki validate FILE`: everything that is wrong with a pipeline, without starting anything. */
import { resolve } from 'node:path'
import { Command } from 'commander'
import { visibleJson } from '#pipeline/visible-text.ts'
import { validateFile } from '../ask-gateway.ts'
import { exitCodes } from '../exit-codes.ts'
import { collectPairs } from '../options.ts'
import { printIssues } from '../print-issues.ts'
import { readDocument } from '../read-document.ts'
import { withClient } from '../with-client.ts'

interface ValidateOptions {
  param?: Record<string, string>
  input?: Record<string, string>
  json?: boolean
}

export function validate(): Command {
  return new Command('validate')
    .description('List all problems of a pipeline file; nothing is started.')
    .argument('<file>', 'the pipeline, JSON or YAML')
    .option('--param <name=value>', 'set a parameter (repeat for more)', collectPairs)
    .option('--input <node=path>', 'let a reader read this file (repeat for more)', collectPairs)
    .option('--json', 'print exactly one JSON document')
    .action((file: string, options: ValidateOptions) =>
      withClient(async (client) => {
        const { param, input } = options
        const document = await readDocument(resolve(file))
        const { planHash, issues } = await validateFile(client, { file, document, param, input })
        const status = planHash ? 'valid' : 'invalid'
        if (options.json) process.stdout.write(`${visibleJson({ status, planHash, issues })}\n`)
        else {
          printIssues(issues, (line) => process.stdout.write(`${line}\n`))
          process.stdout.write(`${status}\n`)
        }
        return planHash ? exitCodes.done : exitCodes.userMistake
      }, options.json),
    )
}
