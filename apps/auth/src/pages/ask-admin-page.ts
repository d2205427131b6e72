import type { FastifyInstance } from 'fastify';
import { requestWriteAccess } from '../people/write-access-request.ts';
import { originOf } from '../provider/request-origin.ts';
import { shownClientName } from '../views/client-name.ts';
import { readConsent } from './consent-form.ts';
import { choosableOrganizations } from './consent-page.ts';
import { type InteractionParams, openStep } from './interaction-step.ts';
import type { PageContext } from './page-context.ts';
import { missingFor, showRefusal } from './refusal-page.ts';

/** Records the wish that writing be turned on. Allows nothing: the interaction stays where it is. */
export function askAdminPage(app: FastifyInstance, ctx: PageContext): void {
  app.post<{ Params: InteractionParams }>('/oauth/interaction/:uid/ask-admin', async (request, reply) => {
    const step = await openStep(ctx, request, reply);
    if (!step) return reply;
    const { interaction, session } = step;
    const wanted = { ...(request.body as object), write: 'on' };
    const read = readConsent(wanted, await choosableOrganizations(ctx, step));
    const missing = read.kind === 'choice' ? missingFor(read.choice) : undefined;
    // Nothing is missing any more, or never was: the page itself says so best.
    if (read.kind === 'problem' || !missing) return reply.redirect(`/oauth/interaction/${interaction.uid}`, 303);
    const { choice } = read;
    const canBeWished = missing !== 'access_switch' && missing !== 'client_list';
    if (canBeWished) {
      await requestWriteAccess(
        ctx.pool,
        {
          organizationId: choice.organization.id,
          userId: session.person.id,
          clientId: interaction.client.id,
          clientName: shownClientName(interaction.client.name),
          billing: choice.approved.includes('mcp:write:billing'),
        },
        originOf(request),
        ctx.urls.console,
      );
    }
    return showRefusal(ctx, reply, step, choice, missing, canBeWished);
  });
}
