import { quotedName } from '@countersign/contracts/quoted-name';
import type { Queries } from '@countersign/db/connections/named-statements';
import { mailAdmins } from './mail-admins.ts';
import { personInWords } from './notice-words.ts';

export interface WriteAccessWish {
  readonly organizationId: string;
  readonly userId: string;
  readonly clientName: string;
  readonly billing: boolean;
}

/** Tells the admins that a member asks for writing to be turned on, in the transaction that records the wish. */
export async function noticeOfWish(queries: Queries, wish: WriteAccessWish, consoleUrl: string): Promise<void> {
  const { organizationId, userId, clientName, billing } = wish;
  const organization = await queries
    .selectFrom('organization')
    .select(['slug', 'name'])
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow();
  const by = await queries
    .selectFrom('user')
    .select(['name', 'email'])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow();
  const asked = billing ? 'MCP billing write' : 'MCP write access';
  await mailAdmins(queries, organizationId, {
    kind: 'write_access_requested',
    subject: `${quotedName(by.name)} asks for ${asked} in ${quotedName(organization.name)}`,
    body: `${personInWords(by)} wants to let ${quotedName(clientName)} change things in ${quotedName(organization.name)}, and ${asked} is off there.

Turning it on is for everybody whose connection and role allow it, not for this one alone. Approve or decline:
${consoleUrl}/orgs/${organization.slug}/settings/mcp-write-access
`,
  });
}
