import { describe, expect, it } from 'vitest';
import { tally } from './tally.ts';

const report = (passed: number, failed: number, unloadedFiles = 0) =>
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    testResults: Array.from({ length: unloadedFiles }, () => ({ status: 'failed', assertionResults: [] })),
  });

describe('the count of a test run', () => {
  it('is that of its tests', () => {
    expect(tally(report(5, 0), 0)).toEqual({ passed: 5, failed: 0 });
    expect(tally(report(5, 2), 1)).toEqual({ passed: 5, failed: 2 });
  });

  it('takes a file that could not be loaded for a failed test', () => {
    expect(tally(report(5, 0, 1), 1)).toEqual({ passed: 5, failed: 1 });
  });

  it('never says that nothing failed of a run that did', () => {
    expect(tally(report(5, 0), 1)).toEqual({ passed: 5, failed: 1 });
    expect(tally(report(0, 0), 0)).toEqual({ passed: 0, failed: 1 });
    expect(tally(undefined, 1)).toEqual({ passed: 0, failed: 1 });
  });
});
