import type { Searchable } from '@countersign/contracts/searchable';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';
import { knownFacts } from '../known-facts.ts';
import { requireProjectDetail } from './store.ts';

export const searchableProjects: Searchable = {
  kind: 'project',
  titles: (tx, ids) =>
    queries(tx)
      .selectFrom('project')
      .select(['id', 'name as title'])
      .where('id', '=', sql<string>`any(${ids})`)
      .execute(),
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
