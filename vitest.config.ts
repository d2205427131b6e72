import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { SlowestFirst } from './vitest.sequencer.ts';

const testCluster = './vitest.setup.ts';

/** With a sequencer of ours Vitest would shuffle no files, and not say so. */
const shuffled = process.argv.some((arg) => arg.startsWith('--sequence.shuffle'));

/**
 * The files of unit and integration share a worker's modules: loading them anew cost more than the tests. What a test changes there (a spy, a
 * setting of a module) it puts back. The others work in processes of their own, so little would be gained.
 *
 * unit: beside the code, no I/O. integration: `test/` folders and tools' own tests, real PostgreSQL. journeys and conformance: real clients against all
 * apps. pages: a real browser.
 */
export default defineConfig({
  test: {
    // Tests wait for databases, processes and browsers more than they compute.
    maxWorkers: availableParallelism(),
    ...(!shuffled && { sequence: { sequencer: SlowestFirst } }),
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{apps,packages,prisma}/**/src/**/*.test.ts', 'scripts/{start,run-tests}/*.test.ts'],
          exclude: ['**/node_modules/**', 'packages/domain/src/*/tools/**'],
          isolate: false,
        },
      },
      {
        test: {
          name: 'integration',
          include: [
            '{apps,packages}/*/test/**/*.test.ts',
            'scripts/test/*.test.ts',
            'packages/domain/src/*/tools/*.test.ts',
          ],
          globalSetup: testCluster,
          isolate: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['e2e/{journeys,conformance}/**/*.test.ts'],
          globalSetup: testCluster,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'pages',
          include: ['e2e/pages/**/*.test.ts'],
          globalSetup: testCluster,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
