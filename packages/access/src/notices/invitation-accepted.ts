import { quotedName } from '@countersign/contracts/quoted-name';
import type { Role } from '@countersign/contracts/scopes';
import type { Queries } from '@countersign/db/connections/named-statements';
import { mailAdmins } from './mail-admins.ts';
import { personInWords } from './notice-words.ts';

export interface Joining {
  readonly organizationId: string;
  readonly person: { readonly name: string; readonly email: string };
  readonly role: Role;
}

/** Tells the admins who has joined, in the transaction that makes them a member. */
export async function noticeOfJoining(queries: Queries, joining: Joining, consoleUrl: string): Promise<void> {
  const { organizationId, person, role } = joining;
  const { slug, name } = await queries
    .selectFrom('organization')
    .select(['slug', 'name'])
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow();
  await mailAdmins(queries, organizationId, {
    kind: 'invitation_accepted',
    subject: `${quotedName(person.name)} has joined ${quotedName(name)}`,
    body: `${personInWords(person)} accepted the invitation and belongs to ${quotedName(name)} now, with the role ${role}.

Members, roles and teams:
${consoleUrl}/orgs/${slug}/settings/members
`,
  });
}
