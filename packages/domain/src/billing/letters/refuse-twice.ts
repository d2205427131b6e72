import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { type Confirmable, refuseUnlessConfirmed } from '../../plausible.ts';
import { lifeOf } from '../life-store.ts';

const SOON_MS = 60_000;

/** Throws `invalid_input` for the same invoice to the same address within a minute, which is a call repeated rather than a second letter, unless it is confirmed. */
export async function refuseTwice(
  ctx: RequestContext,
  tx: Tx,
  invoice: { readonly id: string },
  recipient: string | null,
  confirm: readonly Confirmable[] | undefined,
): Promise<void> {
  const { deliveries } = await lifeOf(tx, invoice.id);
  const last = deliveries.findLast(
    (delivery) => delivery.reminderLevel === 0 && delivery.recipient === recipient && delivery.status !== 'refused',
  );
  const ago = last ? ctx.now.getTime() - Date.parse(last.leftAt) : SOON_MS;
  if (ago >= SOON_MS) return;
  const seconds = Math.max(1, Math.round(ago / 1000));
  const sentence = `this invoice was left for delivery to the same address ${seconds} seconds ago.`;
  refuseUnlessConfirmed('again', confirm, 'invoiceId', sentence);
}
