import type { Searchable } from '@countersign/contracts/searchable';
import { queries } from '@countersign/db/in-org';
import { sql } from 'kysely';
import { fullText, knownFacts } from '../full-text.ts';
import { requireProjectDetail } from './store.ts';

export const searchableProjects: Searchable = {
  kind: 'project',
  find: (tx, words, limit) => {
    const text = fullText(words, sql`project.name`, sql`concat_ws(' ', project.description, customer.name)`);
    return queries(tx)
      .selectFrom('project')
      .leftJoin('customer', (join) =>
        join
          .onRef('customer.organizationId', '=', 'project.organizationId')
          .onRef('customer.id', '=', 'project.customerId'),
      )
      .select(['project.id', 'project.name as title', text.rank.as('rank')])
      .where(text.matches)
      .orderBy('rank', 'desc')
      .orderBy('project.id')
      .limit(limit)
      .execute();
  },
  read: async (tx, id) => {
    const project = await requireProjectDetail(tx, id);
    const { todo, doing, blocked, done } = project.taskCounts;
    return {
      title: project.name,
      text: project.description,
      facts: knownFacts({
        Status: project.archivedAt ? `${project.status}, archived` : project.status.replace('_', ' '),
        Team: project.teamName,
        Lead: project.leadName,
        Starts: project.startsOn,
        Due: project.dueOn,
        Phases: project.phases.map(({ name }) => name).join(', '),
        Tasks: `${todo + doing + blocked} open, ${done} done`,
      }),
      belongsTo: project.customerId
        ? [{ kind: 'customer', id: project.customerId, title: project.customerName ?? '' }]
        : [],
    };
  },
};
