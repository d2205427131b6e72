import type { ApiKeyView } from '@countersign/contracts/console-api-keys';
import type { Queries } from '@countersign/db/named-statements';
import { queueMail } from '@countersign/db/queue-mail';
import type { OrganizationMembership } from '../write-access/organization-membership.ts';

/** Tells every admin of the organization by mail that a key was made, whosever it is. Names the key by its beginning only. */
export async function noticeOfNewKey(
  queries: Queries,
  organization: OrganizationMembership['organization'],
  apiKey: ApiKeyView,
  maker: string,
  consoleUrl: string,
): Promise<void> {
  const admins = await queries
    .selectFrom('membership')
    .innerJoin('user', 'user.id', 'membership.userId')
    .select('user.email')
    .where('organizationId', '=', organization.id)
    .where('role', 'in', ['admin', 'owner'])
    .orderBy('user.email')
    .execute();
  const whose = apiKey.kind === 'organization' ? 'for the organization' : 'for themselves';
  const body = [
    `${maker} made an API key ${whose} in ${organization.name}.`,
    '',
    `Name: ${apiKey.name}`,
    `Begins with: ${apiKey.prefix}`,
    `May do: ${apiKey.scopes.join(', ')}`,
    `Expires: ${apiKey.expiresAt ?? 'never'}`,
    '',
    `If nobody should have made it, revoke it here: ${consoleUrl}/orgs/${organization.slug}/settings/api-access`,
  ].join('\n');
  for (const { email } of admins) {
    await queueMail(queries, {
      kind: 'api_key_created',
      organizationId: organization.id,
      recipient: email,
      subject: `A new API key in ${organization.name}`,
      body,
    });
  }
}
