import { quotedName } from '@countersign/contracts/quoted-name';
import type { Switches } from '@countersign/contracts/scopes';
import type { Queries } from '@countersign/db/connections/named-statements';
import { mailAdmins } from './mail-admins.ts';
import { momentInWords, personInWords } from './notice-words.ts';

const NAMES: Record<keyof Switches, string> = {
  access: 'MCP access',
  write: 'MCP write access',
  billingWrite: 'MCP billing write',
};

export interface SwitchesChange {
  readonly organization: { readonly id: string; readonly slug: string; readonly name: string };
  readonly userId: string;
  readonly before: Switches;
  readonly after: Switches;
  readonly at: Date;
}

/** Tells the admins who turned which switch to what, in the transaction that does. */
export async function noticeOfSwitches(queries: Queries, change: SwitchesChange, consoleUrl: string): Promise<void> {
  const { organization, userId, before, after, at } = change;
  const by = await queries
    .selectFrom('user')
    .select(['name', 'email'])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow();
  const moved = (['access', 'write', 'billingWrite'] as const).filter((name) => before[name] !== after[name]);
  const lines = moved.map((name) => `${NAMES[name]}: ${after[name] ? 'on' : 'off'}`);
  await mailAdmins(queries, organization.id, {
    kind: 'write_access_changed',
    subject: `${lines.join(', ')} in ${quotedName(organization.name)}`,
    body: `${personInWords(by)} changed what assistants may do in ${quotedName(organization.name)}.

${lines.join('\n')}
When: ${momentInWords(at)}

It holds since then, for every connected assistant. If it should not be so, change it back:
${consoleUrl}/orgs/${organization.slug}/settings/mcp-write-access
`,
  });
}
