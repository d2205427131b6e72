import { type NewAuditEvent, recordEvents } from '@countersign/access/audit';
import type { WriteAccessChange } from '@countersign/contracts/console-api';
import { AppError } from '@countersign/contracts/errors';
import type { Queries } from '@countersign/db/named-statements';
import type { OrganizationMembership } from './organization-membership.ts';

interface WriteSwitches {
  readonly write: boolean;
  readonly billingWrite: boolean;
}

/** Where a change leads: billing is a part of write, so turning write off clears it, and it cannot be turned on alone. */
export function changedSwitches(before: WriteSwitches, change: WriteAccessChange): WriteSwitches {
  const write = change.write ?? before.write;
  if (change.billingWrite && !write) {
    throw new AppError('conflict', 'MCP billing write needs MCP write access. Turn that on first.');
  }
  return { write, billingWrite: write && (change.billingWrite ?? before.billingWrite) };
}

/**
 * Turns the switches and records it, in the caller's transaction, which holds the organization's row: writes in flight have
 * committed, and later ones see the change. Wishes that the change fulfils are closed as approved. A change that changes
 * nothing leaves no trace. Does not check who asks.
 */
export async function changeWriteAccess(
  queries: Queries,
  { organization }: OrganizationMembership,
  change: WriteAccessChange,
  by: { readonly userId: string; readonly now: Date; readonly origin: Partial<NewAuditEvent> },
): Promise<void> {
  const before = await queries
    .selectFrom('organization')
    .select(['mcpWrite as write', 'mcpBillingWrite as billingWrite'])
    .where('id', '=', organization.id)
    .executeTakeFirstOrThrow();
  const after = changedSwitches(before, change);
  if (after.write === before.write && after.billingWrite === before.billingWrite) return;
  const at = by.now.toISOString();
  await queries
    .updateTable('organization')
    .set({
      mcpWrite: after.write,
      mcpBillingWrite: after.billingWrite,
      switchesChangedAt: at,
      switchesChangedBy: by.userId,
    })
    .where('id', '=', organization.id)
    .execute();
  if (after.write) {
    await queries
      .updateTable('writeAccessRequest')
      .set({ decision: 'approved', decidedAt: at, decidedBy: by.userId })
      .where('organizationId', '=', organization.id)
      .where('decidedAt', 'is', null)
      .$if(!after.billingWrite, (query) => query.where('billing', '=', false))
      .execute();
  }
  await recordEvents(queries, [
    {
      action: 'write_access.changed',
      organizationId: organization.id,
      userId: by.userId,
      details: { before, after },
      ...by.origin,
    },
  ]);
}
