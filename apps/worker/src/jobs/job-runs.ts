import { counter, durations } from '@countersign/runtime/metrics';

const runs = counter('job_runs_total', 'Attempts at jobs.', ['job', 'outcome']);
const took = durations('job_run', 'From a job’s claim to its commit.', ['job']);

/** Counts an attempt at a job, and times one that was done. `job` is a name from the code, never one from the queue alone. */
export function noteRun(job: string, outcome: 'done' | 'failed', startedAt: number): void {
  runs.inc({ job, outcome });
  if (outcome === 'done') took.observe({ job }, (performance.now() - startedAt) / 1000);
}
