import type { PersonView, SwitchesView } from '@countersign/contracts/console-api';
import type { AssistantListChange } from '@countersign/contracts/console-assistants';
import type { WriteAccessDecisionView, WriteAccessHistoryView } from '@countersign/contracts/console-organization';
import { toPage } from '@countersign/contracts/pagination';
import type { Queries } from '@countersign/db/connections/named-statements';
import { sql } from 'kysely';
import { timeCursor } from '../wire/time-cursor.ts';

const PAGE_ROWS = 20;
const SWITCH_NAMES = ['access', 'write', 'billingWrite'] as const;

/** The words of the index that finds these among the organization's tool calls. */
const DECIDED = sql<boolean>`action in ('write_access.changed', 'write_access.approved', 'write_access.declined', 'assistant_list.changed')`;

/** What admins of the organization decided, from the audit log, the latest first. Does not check who asks. */
export async function writeAccessHistory(
  queries: Queries,
  organizationId: string,
  cursor: unknown,
): Promise<WriteAccessHistoryView> {
  const after = timeCursor(cursor);
  const rows = await decisions(queries, organizationId)
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(at, audit_event.id) < (${after?.at}::timestamptz, ${after?.id}::uuid)`),
    )
    .limit(PAGE_ROWS + 1)
    .execute();
  const page = toPage(rows, PAGE_ROWS, ({ at, id }) => [at, id]);
  return { items: page.items.map(toView), nextCursor: page.nextCursor };
}

function decisions(queries: Queries, organizationId: string) {
  return queries
    .selectFrom('auditEvent')
    .leftJoin('user as actor', (join) =>
      join.on(sql<boolean>`actor.id = case actor_kind when 'user' then actor_id::uuid end`),
    )
    .leftJoin('user as asker', 'asker.id', 'auditEvent.userId')
    .select([
      'auditEvent.id',
      'auditEvent.at',
      'auditEvent.action',
      'auditEvent.details',
      'actor.name as actorName',
      'actor.email as actorEmail',
      'asker.name as askerName',
      'asker.email as askerEmail',
    ])
    .where('organizationId', '=', organizationId)
    .where(DECIDED)
    .orderBy('at', 'desc')
    .orderBy('auditEvent.id', 'desc');
}

type Row = Awaited<ReturnType<ReturnType<typeof decisions>['execute']>>[number];

function toView({ id, at, action, details, ...row }: Row): WriteAccessDecisionView {
  const decided = { id, at, by: personOf(row.actorName, row.actorEmail) };
  if (action === 'write_access.changed') {
    const { before, after } = details as Record<'before' | 'after', Partial<SwitchesView>>;
    const moved = SWITCH_NAMES.filter((name) => after[name] !== before[name]);
    return { ...decided, kind: 'switches', moved: moved.map((name) => ({ name, on: after[name] === true })) };
  }
  if (action === 'assistant_list.changed') {
    const { before, after } = details as Record<'before' | 'after', AssistantListChange>;
    return {
      ...decided,
      kind: 'assistants',
      onlyListed: after.onlyListed === before.onlyListed ? null : after.onlyListed,
      added: after.listed.filter((one) => !before.listed.includes(one)),
      removed: before.listed.filter((one) => !after.listed.includes(one)),
    };
  }
  return {
    ...decided,
    kind: action === 'write_access.declined' ? 'declined' : 'approved',
    person: personOf(row.askerName, row.askerEmail),
    billing: (details as { billing?: unknown }).billing === true,
  };
}

function personOf(name: string | null, email: string | null): PersonView | null {
  return name !== null && email !== null ? { name, email } : null;
}
