import { createHash } from 'node:crypto';
import type { RequestContext } from '@countersign/contracts/request-context';

/**
 * Names who a host is connected as: one value for each person (or key), organization and team, the same after a renewal or a
 * new consent. Opaque, so a host that keeps it learns no id of ours.
 */
export function profileId({
  actor,
  organization,
  team,
}: Pick<RequestContext, 'actor' | 'organization' | 'team'>): string {
  return createHash('sha256')
    .update(['profile', actor.kind, actor.id, organization.id, team?.id ?? ''].join('/'))
    .digest('base64url');
}
