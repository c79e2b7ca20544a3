/** A program that knows only the client compiles, and no type of the server is drawn in by it. */
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { checkoutDirectory } from '#config/directories.ts'

const options: ts.CompilerOptions = {
  ...{
    target: ts.ScriptTarget.ES2024,
    lib: ['lib.es2024.d.ts'],
    types: ['node'],
    strict: true,
    noEmit: true,
  },
  ...{
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    skipLibCheck: true,
  },
  ...{ allowImportingTsExtensions: true, verbatimModuleSyntax: true, erasableSyntaxOnly: true },
}

test('the client alone is enough for a program, and says what the gateway says', () => {
  const program = ts.createProgram([join(checkoutDirectory, 'test/client/consumer.ts')], options)
  const said = ts.getPreEmitDiagnostics(program).map(({ messageText, file, start }) => {
    const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0
    return `${file?.fileName ?? ''}:${line} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
  })
  expect(said).toEqual([])
  const ours = program
    .getSourceFiles()
    .map(({ fileName }) => fileName)
    .filter((name) => name.startsWith(`${checkoutDirectory}/`) && !name.includes('/node_modules/'))
    .map((name) => name.slice(checkoutDirectory.length + 1))
  expect(ours).toContain('client/types.ts')
  expect(ours.filter((name) => !name.startsWith('client/'))).toEqual(['test/client/consumer.ts'])
  const packages = program
    .getSourceFiles()
    .flatMap(({ fileName }) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(fileName)?.[1] ?? [])
  expect(new Set(packages)).toEqual(new Set(['typescript', '@types/node', 'undici-types', 'buffer']))
})
