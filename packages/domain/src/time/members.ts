import { AppError } from '@countersign/contracts/errors';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { requireAssignable } from '../projects/index.ts';

/** Whose time a call is about: the one named, else the caller. Throws `not_found` for no member, `invalid_input` when a key names nobody. */
export async function memberMeant(ctx: RequestContext, tx: Tx, memberId: string | undefined): Promise<string> {
  if (memberId !== undefined) await requireAssignable(tx, memberId, null, 'memberId');
  const meant = memberId ?? ctx.user?.id;
  if (meant !== undefined) return meant;
  throw new AppError('invalid_input', 'memberId: an API key is nobody’s clock. Name a member from list_members.', {
    fields: [{ path: 'memberId', problem: 'needed by an API key' }],
  });
}

/** Throws `role_forbids` unless it is the caller's own time, or the caller is an admin or the organization's own key. */
export function refuseForeignTime(ctx: RequestContext, memberId: string | null): void {
  if (memberId !== null && memberId === ctx.user?.id) return;
  if (ctx.role === 'admin' || ctx.role === 'owner' || ctx.user === null) return;
  throw new AppError('role_forbids', 'Members keep their own time. Ask an admin to change somebody else’s.');
}
