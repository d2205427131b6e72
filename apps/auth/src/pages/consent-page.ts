import type { FastifyInstance, FastifyReply } from 'fastify';
import { type ConsentDecision, ConsentRefused } from '../interactions/interactions.ts';
import { listMemberOrganizations, type MemberOrganization } from '../people/member-organization.ts';
import { consentView } from '../views/consent.ts';
import type { ConsentChoices } from '../views/consent-choices.ts';
import { readConsent } from './consent-form.ts';
import { showDeadEnd } from './dead-end-page.ts';
import { type InteractionParams, type OpenStep, openStep } from './interaction-step.ts';
import type { PageContext } from './page-context.ts';
import { missingFor, recordRefusal, showRefusal } from './refusal-page.ts';
import { sendPage } from './send-page.ts';

/** The organizations this person may choose from: their own, or the one that the connector's address names. */
export async function choosableOrganizations(
  { pool }: PageContext,
  { interaction, session }: OpenStep,
): Promise<MemberOrganization[]> {
  const organizations = await listMemberOrganizations(pool, session.person.id, {
    host: interaction.client.verifiedHost,
    redirectHost: interaction.redirectHost,
  });
  const { organizationSlug } = interaction;
  return organizationSlug === null ? organizations : organizations.filter(({ slug }) => slug === organizationSlug);
}

export async function showConsent(
  ctx: PageContext,
  reply: FastifyReply,
  step: OpenStep,
  again: { readonly choices?: ConsentChoices; readonly alertText?: string } = {},
): Promise<FastifyReply> {
  const { interaction, session, formToken } = step;
  if (interaction.client.firstParty) throw new Error('The own console was sent to the consent page.');
  const organizations = await choosableOrganizations(ctx, step);
  if (organizations.length === 0) return showDeadEnd(reply, step);
  const page = consentView({
    interaction,
    person: session.person,
    organizations,
    choices: {},
    formToken,
    consoleUrl: ctx.urls.console,
    ...again,
  });
  return sendPage(reply, page, again.alertText === undefined ? 200 : 400);
}

export function consentPage(app: FastifyInstance, ctx: PageContext): void {
  app.post<{ Params: InteractionParams }>('/oauth/interaction/:uid/consent', async (request, reply) => {
    const step = await openStep(ctx, request, reply);
    if (!step) return reply;
    const read = readConsent(request.body, await choosableOrganizations(ctx, step));
    if (read.kind === 'problem') {
      const choices = { organizationSlug: read.organizationSlug };
      return showConsent(ctx, reply, step, { choices, alertText: read.text });
    }
    const { choice } = read;
    const missing = missingFor(choice);
    if (missing) {
      await recordRefusal(ctx, request, step, choice, missing);
      return showRefusal(ctx, reply, step, choice, missing);
    }
    const decision: ConsentDecision = {
      userId: step.session.person.id,
      organizationId: choice.organization.id,
      teamId: choice.teamId,
      approved: choice.approved,
    };
    try {
      return reply.redirect(await ctx.interactions.allow(request, reply, decision), 303);
    } catch (error) {
      if (!(error instanceof ConsentRefused)) throw error;
      // Something changed between our look and the transaction.
      if (error.missing === 'membership' || error.missing === 'team') {
        const alertText = `Your place in ${choice.organization.name} has just changed. Please choose again.`;
        return showConsent(ctx, reply, step, { alertText });
      }
      await recordRefusal(ctx, request, step, choice, error.missing);
      return showRefusal(ctx, reply, step, choice, error.missing);
    }
  });
}
