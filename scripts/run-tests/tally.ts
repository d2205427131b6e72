import { z } from 'zod';

/** The part of Vitest's JSON report that is read. */
const Report = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Counts a run. A file that could not be loaded counts as one failed test, and so does anything else that made the run fail:
 * an error outside a test, a crash (`report` is undefined), or that nothing ran.
 */
export function tally(report: string | undefined, exitCode: number): Tally {
  if (report === undefined) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, testResults } = Report.parse(JSON.parse(report));
  const unloaded = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  const failed = numFailedTests + unloaded;
  const failedOtherwise = failed === 0 && (exitCode !== 0 || numPassedTests === 0);
  return { passed: numPassedTests, failed: failedOtherwise ? 1 : failed };
}
