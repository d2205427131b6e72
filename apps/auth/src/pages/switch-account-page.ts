import type { FastifyInstance } from 'fastify';
import { type InteractionParams, openStep } from './interaction-step.ts';
import type { PageContext } from './page-context.ts';
import { endLoginSession } from './sign-out-page.ts';

/** Signs out and returns to the same interaction, which then asks who it is. */
export function switchAccountPage(app: FastifyInstance, ctx: PageContext): void {
  app.post<{ Params: InteractionParams }>('/oauth/interaction/:uid/switch-account', async (request, reply) => {
    const step = await openStep(ctx, request, reply);
    if (!step) return reply;
    await endLoginSession(ctx, request, reply, step.session);
    return reply.redirect(`/oauth/interaction/${step.interaction.uid}`, 303);
  });
}
