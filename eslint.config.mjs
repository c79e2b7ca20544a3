import { readdirSync } from 'node:fs'
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript'
import importX from 'eslint-plugin-import-x'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

// The house: each folder, and what it may import besides packages. `folder/path` allows only that path of a folder.
const mayImport = {
  pipeline: [],
  blocks: ['pipeline'],
  datasets: ['pipeline', 'prisma', 'blocks/block.ts', 'blocks/duckdb', 'config/key-ring.ts'],
  workflows: ['pipeline'],
  activities: ['blocks', 'datasets', 'pipeline', 'prisma', 'config', 'workflows'],
  api: [
    'pipeline',
    'blocks/specs.ts',
    'datasets',
    'prisma',
    'config',
    'workflows',
    'resource-pool/client.ts',
    'resource-pool/contract.ts',
    'adapters/catalog.ts',
    'adapters/host-client.ts',
    'adapters/host-contract.ts',
  ],
  adapters: ['datasets', 'pipeline', 'config'],
  // The calendar and the known truths of the block that makes history up are the plant's, too.
  plant: ['config', 'blocks/simulated-history/calendar.ts', 'blocks/simulated-history/station.ts'],
  client: [],
  'resource-pool': ['pipeline', 'blocks', 'prisma', 'config'],
  web: ['pipeline', 'api/root.ts'],
  cli: [
    'client',
    'pipeline',
    'config',
    'datasets/topology/document-text.ts',
    'blocks/specs.ts',
    // The commands that look at this machine's own database.
    'api/app.ts',
    'api/use-cases/accounts/admin-link.ts',
    'api/use-cases/connection-error.ts',
    'api/use-cases/disk-forecast.ts',
    'api/use-cases/keys/rotate-keys.ts',
    'api/use-cases/verify-audit.ts',
  ],
  config: [],
  prisma: ['config'],
  runtime: ['config', 'prisma'],
  deploy: ['activities', 'config', 'runtime'],
}
const folders = Object.keys(mayImport)

const walls = Object.entries(mayImport).flatMap(([target, allowed]) =>
  folders
    .filter((from) => from !== target && !allowed.includes(from))
    .map((from) => ({
      target: `./${target}`,
      from: `./${from}`,
      except: allowed
        .filter((path) => path.startsWith(`${from}/`))
        .map((path) => `./${path.slice(from.length + 1)}`),
      message: `${target}/ may import ${allowed.join(', ') || 'no other folder'}`,
    })),
)

// Features of the pages never import each other; what they share is in components/ and lib/, and app/ brings them together.
const features = readdirSync(new URL('web/features', import.meta.url))
const webWalls = [
  ...features.map((feature) => ({
    target: `./web/features/${feature}`,
    from: ['./web/features', './web/app'],
    except: [`./${feature}`],
    message: 'A feature may import components/ and lib/, never another feature or app/',
  })),
  {
    target: './web/components',
    from: ['./web/features', './web/app'],
    message: 'components/ may import lib/',
  },
  {
    target: './web/lib',
    from: ['./web/features', './web/app', './web/components'],
    message: 'lib/ may import pipeline/',
  },
]

const noEnvironment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only config/ reads the environment: one schema per process',
}

export default tseslint.config(
  { ignores: ['node_modules/', 'prisma/client/', 'coverage/'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.strict],
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'max-lines': ['error', { max: 300 }],
      'no-restricted-syntax': ['error', noEnvironment],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-restricted-paths': ['error', { zones: [...walls, ...webWalls] }],
    },
  },
  // Only types come from the gateway to the browser.
  {
    files: ['web/**/*.ts', 'web/**/*.tsx'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [{ regex: '^#api/', allowTypeImports: true, message: 'import type only' }],
        },
      ],
    },
  },
  // What an effect or a kept value leans on is named. The editor's handlers lean on a store that never changes.
  {
    files: ['web/{app,lib,components}/**/*.{ts,tsx}', 'web/features/!(editor)/**/*.{ts,tsx}'],
    rules: { 'react-hooks/exhaustive-deps': 'error' },
  },
  // The build runs on the machine, not in the browser.
  { files: ['web/vite.config.ts'], rules: { 'import-x/no-restricted-paths': 'off' } },
  { files: ['config/**/*.ts'], rules: { 'no-restricted-syntax': 'off' } },
  // Tests build whole situations, and read the reference programs' place.
  { files: ['**/*.test.ts', 'test/**/*.ts'], rules: { 'import-x/no-restricted-paths': 'off' } },
)
