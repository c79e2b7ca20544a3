/** `ecoki validate FILE`: everything that is wrong with a pipeline, without starting anything. */
import { dirname, resolve } from 'node:path'
import { Command } from 'commander'
import { readDocument } from '#api/use-cases/read-document.ts'
import { preparePipeline } from '#api/use-cases/prepare-pipeline.ts'
import { visibleJson } from '#pipeline/visible-text.ts'
import { exitCodes } from '../exit-codes.ts'
import { absolutePaths, collectPairs, parameterValues, systemLanguage } from '../options.ts'
import { printIssues } from '../print-issues.ts'
import { withApp } from '../with-app.ts'

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
      withApp(async (app) => {
        const path = resolve(file)
        const document = await readDocument(path)
        const { plan, issues } = await preparePipeline(app, {
          document,
          folder: dirname(path),
          parameters: parameterValues(document, options.param),
          inputs: absolutePaths(options.input),
          language: systemLanguage(),
        })
        const status = plan ? 'valid' : 'invalid'
        if (options.json)
          process.stdout.write(`${visibleJson({ status, planHash: plan?.planHash, issues })}\n`)
        else {
          printIssues(issues, (line) => process.stdout.write(`${line}\n`))
          process.stdout.write(`${status}\n`)
        }
        return plan ? exitCodes.done : exitCodes.userMistake
      }, options.json),
    )
}
