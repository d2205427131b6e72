import type { ApiKeyKind } from '@countersign/contracts/key-scopes';
import { quotedName } from '@countersign/contracts/quoted-name';
import type { Queries } from '@countersign/db/named-statements';
import { mailAdmins } from './mail-admins.ts';
import { momentInWords, personInWords } from './notice-words.ts';

export interface CreatedApiKey {
  readonly kind: ApiKeyKind;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly expiresAt: string | null;
  readonly createdAt: string;
}

/** Tells the admins that an API key was made, whosever it is, in the transaction that does. Names it by its beginning only. */
export async function noticeOfApiKey(
  queries: Queries,
  organization: { readonly id: string; readonly slug: string; readonly name: string },
  by: { readonly name: string; readonly email: string },
  apiKey: CreatedApiKey,
  consoleUrl: string,
): Promise<void> {
  const whose = apiKey.kind === 'organization' ? 'of the organization' : 'of their own';
  await mailAdmins(queries, organization.id, {
    kind: 'api_key_created',
    subject: `A new API key in ${quotedName(organization.name)}`,
    body: `${personInWords(by)} made an API key ${whose} in ${quotedName(organization.name)}.

Name: ${quotedName(apiKey.name)}
Begins with: ${apiKey.prefix}
May do: ${apiKey.scopes.join(', ')}
Expires: ${apiKey.expiresAt === null ? 'never' : momentInWords(new Date(apiKey.expiresAt))}
When: ${momentInWords(new Date(apiKey.createdAt))}

Whoever has it can do this without signing in. If it should not be there, revoke it:
${consoleUrl}/orgs/${organization.slug}/settings/api-access
`,
  });
}
