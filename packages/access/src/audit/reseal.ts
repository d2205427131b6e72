import type { Queries } from '@countersign/db/connections/named-statements';
import { mailSealContext } from '@countersign/db/mail/queue-mail';
import { deriveKey, seal, unseal } from '@countersign/runtime/secret-key';
import { sql } from 'kysely';
import { clientSealContext } from '../principals/client-seal.ts';
import { signingKeySealContext } from '../principals/signing-key.ts';
import { isSealedBy, macOf, SEAL_COLUMNS } from './audit-seal.ts';

/** Every column that holds something encrypted, and what each value is bound to. A test finds one that is missing here. */
export const SEALED_COLUMNS = [
  { table: 'client', id: 'id', column: 'secret_sealed', context: clientSealContext },
  { table: 'signing_key', id: 'kid', column: 'private_jwk_sealed', context: signingKeySealContext },
  { table: 'outgoing_mail', id: 'id', column: 'body_sealed', context: mailSealContext },
] as const;

export interface Resealed {
  readonly values: number;
  readonly auditSeals: number;
}

/**
 * Encrypts anew, under `secretKey`, everything that is stored under `previous`, and signs the audit log's seals anew. In the caller's transaction, as
 * the database's owner. Leaves alone what is under the new key already; throws when a value opens with neither.
 */
export async function reseal(db: Queries, secretKey: string, previous: string): Promise<Resealed> {
  const [to, from] = [deriveKey(secretKey, 'sealing'), deriveKey(previous, 'sealing')];
  let values = 0;
  for (const { table, id, column, context } of SEALED_COLUMNS) {
    const [target, key, sealed] = [sql.table(table), sql.ref(id), sql.ref(column)];
    const { rows } = await sql<{ id: string; sealed: Buffer }>`
      select ${key}::text as id, ${sealed} as sealed from ${target} where ${sealed} is not null for update`.execute(db);
    for (const row of rows) {
      if (opens(to, context(row.id), row.sealed)) continue;
      const anew = seal(to, context(row.id), unseal(from, context(row.id), row.sealed));
      await sql`update ${target} set ${sealed} = ${anew} where ${key}::text = ${row.id}`.execute(db);
      values += 1;
    }
  }
  return {
    values,
    auditSeals: await signSealsAnew(db, deriveKey(secretKey, 'audit-seal'), deriveKey(previous, 'audit-seal')),
  };
}

function opens(key: Buffer, context: string, sealed: Buffer): boolean {
  try {
    unseal(key, context, sealed);
    return true;
  } catch {
    return false;
  }
}

/** A seal that neither key made stays as it is, and with it all that follow: what was wrong before must not become right by this. */
async function signSealsAnew(db: Queries, to: Buffer, from: Buffer): Promise<number> {
  const seals = await db.selectFrom('auditSeal').select(SEAL_COLUMNS).orderBy('number').forUpdate().execute();
  let [macBefore, newBefore]: (string | undefined)[] = [];
  let signed = 0;
  for (const seal of seals) {
    if (![to, from].some((key) => isSealedBy(key, seal, macBefore))) break;
    const mac = macOf(to, seal, newBefore);
    if (mac !== seal.mac) {
      await db.updateTable('auditSeal').set({ mac }).where('number', '=', seal.number).execute();
      signed += 1;
    }
    macBefore = seal.mac;
    newBefore = mac;
  }
  return signed;
}
