import type { DeedActor } from '@countersign/contracts/oversight/deed';
import { snakeCase } from '@countersign/db/connections/column-names';
import type { Queries } from '@countersign/db/connections/named-statements';
import { withCommit } from '@countersign/db/connections/with-commit';
import { CompiledQuery } from 'kysely';

const BEGIN = `select set_config('app.deed', $1, true), set_config('app.deed_changes', '', true), set_config('app.actor', $2, true)`;

/**
 * Says whose the changes of this transaction are from now on; the database writes them down as one deed under `id`. Travels with the
 * next statement. Only inside `transaction`.
 */
export function beginDeed(
  queries: Queries,
  id: string,
  { kind, ...actor }: Pick<DeedActor, 'kind'> & Partial<DeedActor>,
): void {
  const row = Object.entries(actor)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => [snakeCase(name), value]);
  withCommit(queries, CompiledQuery.raw(BEGIN, [id, JSON.stringify({ actor_kind: kind, ...Object.fromEntries(row) })]));
}
