import type { Searchable } from '@countersign/contracts/searchable';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';
import { knownFacts } from '../known-facts.ts';
import { requireTask } from './store.ts';

export const searchableTasks: Searchable = {
  kind: 'task',
  titles: (tx, ids) =>
    queries(tx).selectFrom('task').select(['id', 'title']).where('id', '=', sql<string>`any(${ids})`).execute(),
  read: async (tx, id) => {
    const task = await requireTask(tx, id);
    return {
      title: task.title,
      text: task.description,
      facts: knownFacts({
        Status: task.voidedAt ? `${task.status}, voided` : task.status,
        Priority: task.priority,
        Phase: task.phaseName,
        Assignee: task.assigneeName,
        Due: task.dueOn,
        Estimate: task.estimateMinutes ? `${task.estimateMinutes} minutes` : null,
      }),
      belongsTo: [{ kind: 'project', id: task.projectId, title: task.projectName }],
    };
  },
};
