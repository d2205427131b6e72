import { AppError } from '@countersign/contracts/errors';
import type { RequestContext } from '@countersign/contracts/request-context';
import { z } from 'zod';
import { Line } from './text.ts';

/** What a tool takes that can strike its record through, and take it back. */
export const voidInput = {
  voided: z
    .boolean()
    .optional()
    .describe('true strikes it through: it stays readable, and is out of every list and sum. false takes that back.'),
  voidReason: Line(200).optional().describe('Why, with voided: true.'),
};

/** What a record says of it. */
export const voidOutput = {
  voidedAt: z.iso.datetime().nullable().describe('When it was struck through; it counts nowhere since.'),
  voidReason: z.string().nullable(),
};

/** What a list takes. */
export const voidFilter = {
  voided: z.boolean().default(false).describe('true for those that were struck through, which no other list shows.'),
};

export interface Voidable {
  readonly voidedAt: string | null;
}

interface VoidFields {
  readonly voidedAt?: string | null;
  readonly voidReason?: string | null;
}

/**
 * What to change of a record to strike it through or take that back; nothing when it is as it is asked for. Throws `conflict` for any other
 * change of one that is struck through, and `invalid_input` for a reason of nothing. `changes` are what else the call changes.
 */
export function voidFields(
  ctx: RequestContext,
  before: Voidable,
  { voided, voidReason }: { readonly voided?: boolean | undefined; readonly voidReason?: string | undefined },
  changes: Readonly<Record<string, unknown>>,
): VoidFields {
  const others = Object.values(changes).some((value) => value !== undefined);
  if (before.voidedAt !== null && voided !== false && others) refuseVoided(before);
  if (voidReason !== undefined && voided !== true) {
    throw new AppError('invalid_input', 'voidReason: it says why a record is voided. Name voided: true as well.', {
      fields: [{ path: 'voidReason', problem: 'without voided' }],
    });
  }
  if (voided === undefined) return {};
  if (!voided) return { voidedAt: null, voidReason: null };
  return { voidedAt: before.voidedAt ?? ctx.now.toISOString(), ...(voidReason === undefined ? {} : { voidReason }) };
}

/** Throws `conflict` for a record that is struck through: it is read, and nothing else. */
export function refuseVoided({ voidedAt }: Voidable): void {
  if (voidedAt === null) return;
  throw new AppError(
    'conflict',
    'This record is voided and cannot be changed or used. Take that back first, with voided: false.',
    {
      voidedAt,
    },
  );
}
