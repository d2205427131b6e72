import type { Queries } from '@countersign/db/connections/named-statements';
import type { Pool } from '@countersign/db/connections/pool';
import { transaction } from '@countersign/db/connections/transaction';
import { isSignedBy, sign } from '@countersign/runtime/secret-key';
import { sql } from 'kysely';

/** Before the first event. */
export const LOG_BEGINS = '00000000-0000-0000-0000-000000000000';
/** Small enough to say nearly where something is wrong. */
const EVENTS_PER_SEAL = 1000;
/** Longer than a transaction of ours lives and clocks differ, so that no honest event appears in a run that is sealed. */
const SEALED_AFTER_MINUTES = 15;
/** One lock for all processes. The number means nothing but must stay. */
const SEAL_LOCK = 0x0c5_1601;

export interface AuditSeal {
  readonly number: number;
  readonly throughId: string;
  readonly events: number;
  readonly digest: Buffer;
  readonly mac: string;
}

export const SEAL_COLUMNS = ['number', 'throughId', 'events', 'digest', 'mac', 'sealedAt'] as const;

/**
 * Seals the events that are old enough: runs of them, in the order of their ids, which is that of their times. Costs the writers nothing; every
 * process may call it at any time. `key` is derived from SECRET_KEY, so who can only reach the database cannot seal what they changed.
 */
export async function sealAuditLog(pool: Pool, key: Buffer, now: Date): Promise<number> {
  const end = firstIdAt(new Date(now.getTime() - SEALED_AFTER_MINUTES * 60_000));
  for (let made = 0; ; made += 1) {
    const sealed = await transaction(pool, async (db) => {
      await sql`select pg_advisory_xact_lock(${SEAL_LOCK})`.execute(db);
      return sealNextRun(db, key, end);
    });
    if (!sealed) return made;
  }
}

async function sealNextRun(db: Queries, key: Buffer, end: string): Promise<boolean> {
  const before = await db
    .selectFrom('auditSeal')
    .select(SEAL_COLUMNS)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  const from = before?.throughId ?? LOG_BEGINS;
  const run = db
    .selectFrom('auditEvent')
    .select('id')
    .where('id', '>', from)
    .where('id', '<', end)
    .orderBy('id')
    .limit(EVENTS_PER_SEAL)
    .as('run');
  const last = await db.selectFrom(run).select('id').orderBy('id', 'desc').limit(1).executeTakeFirst();
  if (!last) return false;
  const digested = await digestOfRun(db, from, last.id);
  const seal = { number: (before?.number ?? 0) + 1, throughId: last.id, ...digested };
  await db
    .insertInto('auditSeal')
    .values({ ...seal, mac: macOf(key, seal, before?.mac) })
    .execute();
  return true;
}

/** How many events a run holds now, and their digest. The text of an event is JSON of exactly these columns. */
export async function digestOfRun(
  db: Queries,
  from: string,
  through: string,
): Promise<{ events: number; digest: Buffer }> {
  const { rows } = await sql<{ events: number; digest: Buffer }>`
    select count(*)::int as events, sha256(convert_to(coalesce(string_agg(line, chr(10) order by id), ''), 'UTF8')) as digest
    from (
      select id, jsonb_build_array(id, at, action, severity, outcome, organization_id, connection_id, api_key_id, user_id,
        client_id, actor_kind, actor_id, address, user_agent, request_id, duration_ms, details)::text as line
      from audit_event where id > ${from} and id <= ${through}
    ) event`.execute(db);
  const [run] = rows;
  if (!run) throw new Error('An aggregate gave no row.');
  return run;
}

export function macOf(key: Buffer, seal: Omit<AuditSeal, 'mac'>, macBefore: string | undefined): string {
  return sign(key, ...partsOf(seal, macBefore));
}

export function isSealedBy(key: Buffer, seal: AuditSeal, macBefore: string | undefined): boolean {
  return isSignedBy(key, seal.mac, ...partsOf(seal, macBefore));
}

function partsOf({ number, throughId, events, digest }: Omit<AuditSeal, 'mac'>, macBefore = ''): string[] {
  return ['audit-seal', String(number), throughId, String(events), digest.toString('hex'), macBefore];
}

/** The lowest UUIDv7 of a moment (RFC 9562 §5.7). */
function firstIdAt(moment: Date): string {
  const hex = moment.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

/** When an event with this id was made. */
export function momentOf(id: string): string {
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toISOString();
}
