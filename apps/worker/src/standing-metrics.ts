import type { JobHealth } from '@countersign/db/jobs/job-health';
import { gauge } from '@countersign/runtime/metrics';
import type { MailHealth } from './mail/outgoing-mail.ts';

/** How a worker's work stands, the same for each worker of the database. */
export interface Standing {
  readonly jobs: JobHealth;
  readonly mail: MailHealth;
}

/** Several gauges are looked up for one scrape. */
const SAME_SCRAPE_MS = 1000;

let look: (() => Promise<Standing>) | undefined;
let seen: { readonly at: number; readonly standing: Promise<Standing | undefined> } | undefined;

/** Shows in the metrics how the work stands, from now on until the function it returns is called. */
export function showStanding(read: () => Promise<Standing>): () => void {
  look = read;
  seen = undefined;
  return () => {
    if (look === read) look = undefined;
  };
}

/** Undefined while there is nothing to show: the other metrics are served without a database too. */
async function standing(): Promise<Standing | undefined> {
  const now = performance.now();
  if (!seen || now - seen.at > SAME_SCRAPE_MS)
    seen = { at: now, standing: (async () => look?.())().catch(() => undefined) };
  return seen.standing;
}

gauge('jobs', 'Jobs by what they are at; failed are those given up in seven days.', ['job', 'state'], async (jobs) => {
  for (const [job, found] of Object.entries((await standing())?.jobs.byName ?? {})) {
    for (const state of ['waiting', 'running', 'retrying', 'failed'] as const) jobs.set({ job, state }, found[state]);
  }
});

gauge('job_last_run_timestamp_seconds', 'When a job was last done.', ['job'], async (times) => {
  for (const [job, { lastRanAt }] of Object.entries((await standing())?.jobs.byName ?? {})) {
    if (lastRanAt !== null) times.set({ job }, Date.parse(lastRanAt) / 1000);
  }
});

gauge('job_stale', '1 for a scheduled job whose last two times passed without it.', ['job'], async (stale) => {
  for (const [job, found] of Object.entries((await standing())?.jobs.byName ?? {})) {
    if (found.schedule !== null) stale.set({ job }, found.stale ? 1 : 0);
  }
});

gauge('jobs_oldest_waiting_seconds', 'How long the first job that is due has waited.', [], async (oldest) => {
  const found = await standing();
  if (found) oldest.set(found.jobs.oldestWaitingSeconds);
});

gauge('mail', 'Mail by what it is at; failed is what was given up in seven days.', ['state'], async (mail) => {
  for (const [state, count] of Object.entries((await standing())?.mail ?? {})) mail.set({ state }, count);
});
