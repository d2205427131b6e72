import { AppError } from '@countersign/contracts/errors';
import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';

/** Which call a key stands for. Another principal's or another tool's use of the same key is another call. */
export interface IdempotentCall {
  readonly organizationId: string;
  readonly principalId: string;
  readonly tool: string;
  readonly key: string;
  /** SHA-256 of the input without the key. */
  readonly inputDigest: Buffer;
}

/**
 * Runs `work` once per key: in its own transaction it claims the key, works and keeps the result, so that effect and memory
 * commit together or not at all. The same key and input within 24 hours gives the first result; another input is a
 * `conflict`. Of two calls at once the second waits for the first's transaction, at the key's unique index.
 */
export async function oncePerKey(
  tx: Tx,
  call: IdempotentCall,
  work: () => Promise<Record<string, unknown>>,
): Promise<{ result: Record<string, unknown>; replayed: boolean }> {
  const db = queries(tx);
  const claimed = await db
    .insertInto('idempotencyRecord')
    .values(call)
    .onConflict((conflict) =>
      conflict
        .columns(['organizationId', 'principalId', 'tool', 'key'])
        .doUpdateSet({ inputDigest: call.inputDigest, result: null, createdAt: sql`now()` })
        .where('idempotencyRecord.createdAt', '<', sql<string>`now() - interval '24 hours'`),
    )
    .returning('key')
    .executeTakeFirst();
  const thisCall = db
    .selectFrom('idempotencyRecord')
    .where('principalId', '=', call.principalId)
    .where('tool', '=', call.tool)
    .where('key', '=', call.key);
  if (!claimed) {
    const first = await thisCall.select(['inputDigest', 'result']).executeTakeFirstOrThrow();
    if (!first.inputDigest.equals(call.inputDigest)) {
      throw new AppError('conflict', 'This idempotency key was used with other input. Use a new key for a new call.');
    }
    return { result: first.result as Record<string, unknown>, replayed: true };
  }
  const result = await work();
  await db
    .updateTable('idempotencyRecord')
    .set({ result: JSON.stringify(result) })
    .where('organizationId', '=', call.organizationId)
    .where('principalId', '=', call.principalId)
    .where('tool', '=', call.tool)
    .where('key', '=', call.key)
    .execute();
  return { result, replayed: false };
}
