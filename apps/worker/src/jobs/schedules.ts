import type { Job } from '@countersign/contracts/define-job';
import { OCCURRENCE_QUEUE, type Occurrence, UPKEEP_QUEUE } from '@countersign/db/jobs/job-queue';
import type { PgBoss } from 'pg-boss';
import type { Upkeep } from '../upkeep/upkeep.ts';

type Scheduled = Pick<Job | Upkeep, 'name' | 'schedule'>;

/** Makes the queue's schedules those that jobs and upkeep declare. The queue sends each occurrence once, however many workers run. */
export async function keepSchedules(
  boss: PgBoss,
  jobs: ReadonlyMap<string, Job>,
  upkeep: ReadonlyMap<string, Upkeep>,
): Promise<void> {
  await keepSchedulesOf(boss, OCCURRENCE_QUEUE, jobs);
  await keepSchedulesOf(boss, UPKEEP_QUEUE, upkeep);
}

async function keepSchedulesOf(boss: PgBoss, queue: string, declared: ReadonlyMap<string, Scheduled>): Promise<void> {
  for (const { name, schedule } of declared.values()) {
    if (schedule === undefined) continue;
    const occurrence: Occurrence = { job: name };
    await boss.schedule(queue, schedule, occurrence, { key: name, tz: 'UTC' });
  }
  for (const { key } of await boss.getSchedules(queue)) {
    if (key && declared.get(key)?.schedule === undefined) await boss.unschedule(queue, key);
  }
}
