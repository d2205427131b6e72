import { quotedName } from '@countersign/contracts/quoted-name';
import type { Queries } from '@countersign/db/connections/named-statements';
import { mailAdmins } from './mail-admins.ts';
import { momentInWords, personInWords } from './notice-words.ts';

export interface CreatedKey {
  readonly kind: 'organization' | 'personal';
  readonly name: string;
  /** How it begins, which is all that is told of it. */
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  readonly expiresAt: string | null;
}

/** Tells the admins that a key was made, whosever it is, in the transaction that makes it. */
export async function noticeOfNewKey(
  queries: Queries,
  organization: { readonly id: string; readonly slug: string; readonly name: string },
  key: CreatedKey,
  maker: { readonly name: string; readonly email: string },
  consoleUrl: string,
): Promise<void> {
  const name = quotedName(organization.name);
  await mailAdmins(queries, organization.id, {
    kind: 'api_key_created',
    subject: `A new API key in ${name}`,
    body: `${personInWords(maker)} made an API key ${key.kind === 'organization' ? 'for the organization' : 'for themselves'} in ${name}.

Name: ${quotedName(key.name)}
Begins with: ${key.prefix}
May do: ${key.scopes.join(', ')}
When: ${momentInWords(new Date(key.createdAt))}
Expires: ${key.expiresAt === null ? 'never' : momentInWords(new Date(key.expiresAt))}

If nobody should have made it, revoke it here:
${consoleUrl}/orgs/${organization.slug}/settings/api-access
`,
  });
}
