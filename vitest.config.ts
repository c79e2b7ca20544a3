import { defineConfig } from 'vitest/config'

const ignored = ['**/node_modules/**', 'prisma/client/**', 'test/drills/**', 'bench/**']

export default defineConfig({
  test: {
    // Many machines that run this have two cores, and servers and child processes need some of them too.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...ignored, '**/*.integration.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['**/*.integration.test.ts'],
          exclude: ignored,
          globalSetup: ['test/fixtures/services.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
