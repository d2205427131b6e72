import { recordEvents } from '@countersign/access/audit/audit';
import { noticeOfSwitches } from '@countersign/access/notices/write-access-changed';
import type { SwitchesView, WriteAccessChange } from '@countersign/contracts/console-api';
import { AppError } from '@countersign/contracts/errors';
import type { Queries } from '@countersign/db/connections/named-statements';
import { type Decider, decideRequests } from './decide-requests.ts';
import type { OrganizationMembership } from './organization-membership.ts';

/**
 * Where a change leads: billing is a part of write, so turning write off clears it, and it cannot be turned on alone. Access
 * stands by itself: what it shuts out is as it was when it comes back.
 */
export function changedSwitches(before: SwitchesView, change: WriteAccessChange): SwitchesView {
  const write = change.write ?? before.write;
  if (change.billingWrite && !write) {
    throw new AppError('conflict', 'MCP billing write needs MCP write access. Turn that on first.');
  }
  return {
    access: change.access ?? before.access,
    write,
    billingWrite: write && (change.billingWrite ?? before.billingWrite),
  };
}

/**
 * Turns the switches, records it and tells the admins by mail, in the caller's transaction, which holds the organization's row: writes in flight have
 * committed, and later ones see the change. Wishes that it fulfils are closed as approved. A change that changes nothing
 * leaves no trace. Does not check who asks.
 */
export async function changeWriteAccess(
  queries: Queries,
  { organization }: OrganizationMembership,
  change: WriteAccessChange,
  by: Decider,
): Promise<void> {
  const before = await queries
    .selectFrom('organization')
    .select(['mcpAccess as access', 'mcpWrite as write', 'mcpBillingWrite as billingWrite'])
    .where('id', '=', organization.id)
    .executeTakeFirstOrThrow();
  const after = changedSwitches(before, change);
  const names = ['access', 'write', 'billingWrite'] as const;
  if (names.some((name) => after[name] !== before[name])) {
    await queries
      .updateTable('organization')
      .set({
        mcpAccess: after.access,
        mcpWrite: after.write,
        mcpBillingWrite: after.billingWrite,
        switchesChangedAt: by.now.toISOString(),
        switchesChangedBy: by.userId,
      })
      .where('id', '=', organization.id)
      .execute();
    await recordEvents(queries, [
      {
        action: 'write_access.changed',
        organizationId: organization.id,
        userId: by.userId,
        details: { before, after },
        ...by.origin,
      },
    ]);
    await noticeOfSwitches(queries, { organization, userId: by.userId, before, after, at: by.now }, by.consoleUrl);
  }
  if (change.write || change.billingWrite) {
    await decideRequests(queries, organization.id, 'approved', by, (open) =>
      after.billingWrite ? open : open.where('billing', '=', false),
    );
  }
}
