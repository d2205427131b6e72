import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { composeInsight } from '@countersign/domain/signals/compose-insight';
import { evaluateSignals } from '@countersign/domain/signals/evaluate-signals';
import { fixedId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import { daysBefore } from './directory.ts';
import type { DemoOrganization } from './people.ts';

const WEEKS = 10;

/** What the signals find in the records of the other modules, and what the last weeks were like. Comes after all of them. */
export async function seedSignals(tx: Tx, { slug, name }: DemoOrganization, today: string): Promise<void> {
  const organization = { id: fixedId('organization', slug), slug, name };
  // Row-level security shows a superuser every organization; an owner who is none it holds as it is.
  await sql`select set_config('role', 'countersign_tools', true) from pg_roles
    where rolname = current_user and rolsuper`.execute(queries(tx));
  await evaluateSignals({ organization, now: new Date(daysBefore(today, 1)) }, tx);
  for (let week = WEEKS; week > 0; week--) {
    await composeInsight(tx, organization.id, daysBefore(today, (week - 1) * 7).slice(0, 10));
  }
  await sql`reset role`.execute(queries(tx));
}
