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
          exclude: [...ignored, '**/*.integration.test.ts', '**/*.browser.test.ts'],
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
      {
        test: {
          name: 'browser',
          include: ['test/browser/*.browser.test.ts'],
          globalSetup: ['test/browser/setup.ts'],
          // One product and one browser are enough for two cores; one test kills the worker of them all.
          maxWorkers: 1,
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
