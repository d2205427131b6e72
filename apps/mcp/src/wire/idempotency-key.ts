import type { Tool } from '@countersign/contracts/define-tool';
import { AppError } from '@countersign/contracts/errors';
import { argumentsAsMeant } from '@countersign/contracts/input-as-meant';
import { isObject } from './is-object.ts';

/**
 * The input with the `Idempotency-Key` header as its `idempotencyKey`. The header may be a quoted string, as the IETF's draft
 * has it, or bare, as nearly everybody sends it. A read ignores it: libraries send it with every POST, and a read repeats safely.
 */
export function withIdempotencyKey(tool: Tool, sent: unknown, header: string | undefined): unknown {
  if (header === undefined || !tool.writes) return sent;
  const input = argumentsAsMeant(sent);
  if (!isObject(input)) return input;
  const key = /^"(.*)"$/s.exec(header)?.[1] ?? header;
  const { idempotencyKey: given } = input;
  if (given === undefined || given === null || given === '' || given === key) return { ...input, idempotencyKey: key };
  throw new AppError('invalid_input', 'The Idempotency-Key header and idempotencyKey differ. Send one of them.', {
    fields: [{ path: 'idempotencyKey', problem: 'differs from the Idempotency-Key header' }],
  });
}
