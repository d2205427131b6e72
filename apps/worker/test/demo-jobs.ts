import { setTimeout as sleep } from 'node:timers/promises';
import { defineJob } from '@countersign/contracts/define-job';
import { queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import { z } from 'zod';
import { expireRecords } from '../src/upkeep/expire-records.ts';
import type { Upkeep } from '../src/upkeep/upkeep.ts';

/** Leaves one project of this name for every time it has an effect. */
export const leaveProject = defineJob({
  name: 'leave_project',
  summary: 'Add a project.',
  input: z.strictObject({ name: z.string(), afterMs: z.int().default(0) }),
}).handle(async (ctx, { name, afterMs }, tx) => {
  await queries(tx)
    .insertInto('project')
    .values({
      id: newId(),
      organizationId: ctx.organization.id,
      name,
      status: 'planned',
      updatedAt: ctx.now.toISOString(),
    })
    .execute();
  await sleep(afterMs);
});

export const leaveProjectDaily = defineJob({
  name: 'leave_project_daily',
  summary: 'Add a project every day.',
  schedule: '0 3 * * *',
  input: z.strictObject({}),
}).handle(async (ctx, _input, tx) => leaveProject.handle(ctx, { name: 'Daily', afterMs: 0 }, tx));

/** The upkeep of the product, due when a test says so, as far as a test's life goes. */
export const expireWhenAsked: Upkeep = { ...expireRecords, schedule: '0 0 29 2 *' };
