import { quotedName } from '@countersign/contracts/quoted-name';
import type { RequestContext } from '@countersign/contracts/request-context';
import type { Queries } from '@countersign/db/connections/named-statements';
import { queueMail } from '@countersign/db/mail/queue-mail';
import { sql } from 'kysely';
import { toldDeed } from '../deeds/told-deed.ts';
import type { Held } from '../proposals/propose.ts';

/**
 * Tells whoever may sign that a change waits, in the transaction that leaves it: the person whose connection it is where their own
 * signature does, else the admins. The mail leads to the page; opening it signs nothing.
 */
export async function noticeOfProposal(queries: Queries, ctx: RequestContext, held: Held, id: string): Promise<void> {
  const { organization, user } = ctx;
  const own = held.asking.signer === 'own' && user !== null;
  const { rows: signers } = await sql<{ email: string }>`
    select u.email from membership m join "user" u on u.id = m.user_id
    where m.organization_id = ${organization.id} and ${own ? sql`m.user_id = ${user.id}` : sql`m.role in ('admin', 'owner') and m.user_id is distinct from ${user?.id ?? null}::uuid`}
    order by u.email limit 50`.execute(queries);
  const deed = { actor: { effect: held.tool.effect }, changes: held.changes, moreChanges: 0 };
  const { summary } = toldDeed(deed, held.tool.did);
  const through = quotedName(ctx.connection?.clientName ?? ctx.apiKey?.name ?? '');
  for (const { email: recipient } of signers) {
    await queueMail(queries, {
      kind: 'proposal_waits',
      organizationId: organization.id,
      recipient,
      subject: `A change waits for your signature in ${quotedName(organization.name)}`,
      body: `${through}${user ? ` asks for ${quotedName(user.name)}` : ''}:

${quotedName(summary)}

Nothing was changed yet. See exactly what would happen, and sign or decline it:
${ctx.links.proposal(id)}

It lapses by itself after seven days.
`,
    });
  }
}
