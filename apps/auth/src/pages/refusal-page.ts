import { recordEvents } from '@countersign/access/audit/audit';
import { withQueries } from '@countersign/db/connections/transaction';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { listDeciders, obstacleTo } from '../people/member-organization.ts';
import { originOf } from '../provider/request-origin.ts';
import { refusalView } from '../views/refusal.ts';
import type { RefusedFor } from '../views/refusal-words.ts';
import type { ConsentChoice } from './consent-form.ts';
import type { OpenStep } from './interaction-step.ts';
import type { PageContext } from './page-context.ts';
import { sendPage } from './send-page.ts';

/** The first thing a choice lacks, in the order of its scopes. */
export function missingFor({ approved, organization }: ConsentChoice): RefusedFor | undefined {
  for (const scope of approved) {
    const obstacle = obstacleTo(scope, organization);
    if (obstacle) return obstacle;
  }
  return undefined;
}

export async function recordRefusal(
  { pool }: PageContext,
  request: FastifyRequest,
  { interaction, session }: OpenStep,
  { organization, approved }: ConsentChoice,
  missing: RefusedFor,
): Promise<void> {
  await withQueries(pool, (db) =>
    recordEvents(db, [
      {
        action: missing === 'access_switch' || missing === 'client_list' ? 'consent.refused' : 'consent.write_refused',
        outcome: 'refused',
        organizationId: organization.id,
        userId: session.person.id,
        clientId: interaction.client.id,
        actorKind: 'user',
        actorId: session.person.id,
        ...originOf(request),
        details: { missing, approved },
      },
    ]),
  );
}

/** The page that says what is missing: 403, and 200 once a wish for it has been recorded. */
export async function showRefusal(
  { pool, urls }: PageContext,
  reply: FastifyReply,
  { interaction, session, formToken }: OpenStep,
  { organization, teamId, approved }: ConsentChoice,
  missing: RefusedFor,
  asked = false,
): Promise<FastifyReply> {
  const billing = approved.includes('mcp:write:billing');
  const page = refusalView({
    missing,
    organization,
    teamId,
    billing,
    writeWouldDo: billing && obstacleTo('mcp:write', organization) === undefined,
    deciders: await listDeciders(pool, organization.id),
    asked,
    person: session.person,
    clientName: interaction.client.name,
    step: { uid: interaction.uid, formToken },
    consoleUrl: urls.console,
  });
  return sendPage(reply, page, asked ? 200 : 403);
}
