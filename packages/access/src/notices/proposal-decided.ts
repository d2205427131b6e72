import { quotedName } from '@countersign/contracts/quoted-name';
import type { RequestContext } from '@countersign/contracts/request-context';
import type { Queries } from '@countersign/db/connections/named-statements';
import { queueMail } from '@countersign/db/mail/queue-mail';

export interface DecisionTold {
  readonly proposalId: string;
  readonly decidedBy: string;
  readonly words: string;
  readonly reason: string | null;
  readonly isDone: boolean;
}

/** Tells the person behind the connection what became of their assistant's change, unless they decided it themselves. */
export async function noticeOfDecision(queries: Queries, ctx: RequestContext, told: DecisionTold): Promise<void> {
  const { user, organization } = ctx;
  if (!user || user.id === told.decidedBy) return;
  const by = await queries.selectFrom('user').select('name').where('id', '=', told.decidedBy).executeTakeFirst();
  const who = quotedName(by?.name ?? 'Somebody');
  await queueMail(queries, {
    kind: told.isDone ? 'proposal_signed' : 'proposal_declined',
    organizationId: organization.id,
    recipient: user.email,
    subject: `${who} ${told.isDone ? 'signed' : 'declined'} a change of your assistant in ${quotedName(organization.name)}`,
    body: `${quotedName(told.words)}

${told.isDone ? `${who} signed it, and it was done.` : `${who} declined it${told.reason ? `: ${quotedName(told.reason)}` : ', without a reason'}. Nothing was changed.`}

${ctx.links.proposal(told.proposalId)}
`,
  });
}
