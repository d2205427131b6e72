import type { Searchable } from '@countersign/contracts/searchable';
import { queries } from '@countersign/db/in-org';
import { sql } from 'kysely';
import { fullText, knownFacts } from '../full-text.ts';
import { requireTask } from './store.ts';

export const searchableTasks: Searchable = {
  kind: 'task',
  find: (tx, words, limit) => {
    const text = fullText(words, sql`task.title`, sql`concat_ws(' ', task.description, project.name)`);
    return queries(tx)
      .selectFrom('task')
      .innerJoin('project', (join) =>
        join.onRef('project.organizationId', '=', 'task.organizationId').onRef('project.id', '=', 'task.projectId'),
      )
      .select(['task.id', 'task.title', text.rank.as('rank')])
      .where(text.matches)
      .orderBy('rank', 'desc')
      .orderBy('task.id')
      .limit(limit)
      .execute();
  },
  read: async (tx, id) => {
    const task = await requireTask(tx, id);
    return {
      title: task.title,
      text: task.description,
      facts: knownFacts({
        Status: task.status,
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
