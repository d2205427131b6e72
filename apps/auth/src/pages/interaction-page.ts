import type { FastifyInstance } from 'fastify';
import type { Interaction } from '../interactions/interactions.ts';
import { showConsent } from './consent-page.ts';
import { findInteraction, type InteractionParams, tokenFor } from './interaction-step.ts';
import type { PageContext } from './page-context.ts';
import { type SignInPlace, showSignIn } from './show-sign-in.ts';
import { takeSignIn } from './sign-in-page.ts';
import { takePasskey } from './take-passkey.ts';

/** Shows the step an interaction waits for. Looking never decides anything, whatever the address says. */
export function interactionPage(app: FastifyInstance, ctx: PageContext): void {
  app.get<{ Params: InteractionParams }>('/oauth/interaction/:uid', async (request, reply) => {
    const interaction = await findInteraction(ctx, request, reply);
    if (!interaction) return reply;
    const session = await ctx.sessions.find(request);
    if (!session) return showSignIn(ctx, request, reply, signInPlace(interaction));
    const { person, provedAt } = session;
    if (interaction.prompt === 'login' || interaction.userId !== person.id) {
      const isProved = interaction.proofAfter === null || new Date(provedAt) > interaction.proofAfter;
      if (!isProved) return showSignIn(ctx, request, reply, signInPlace(interaction), { email: person.email });
      const login = { userId: person.id, loginSessionId: session.id, provedAt };
      return reply.redirect(await ctx.interactions.signedIn(request, reply, login), 303);
    }
    return showConsent(ctx, reply, {
      interaction,
      session,
      formToken: tokenFor(ctx, request, reply, interaction, session),
    });
  });

  app.post<{ Params: InteractionParams }>('/oauth/interaction/:uid/sign-in', async (request, reply) => {
    const interaction = await findInteraction(ctx, request, reply);
    if (!interaction) return reply;
    const login = await takeSignIn(ctx, request, reply, signInPlace(interaction));
    if (login === undefined) return reply;
    return reply.redirect(await ctx.interactions.signedIn(request, reply, login), 303);
  });

  app.post<{ Params: InteractionParams }>('/oauth/interaction/:uid/sign-in/passkey', async (request, reply) => {
    const interaction = await findInteraction(ctx, request, reply);
    if (!interaction) return reply;
    const login = await takePasskey(ctx, request, reply, signInPlace(interaction));
    if (login === undefined) return reply;
    return reply.redirect(await ctx.interactions.signedIn(request, reply, login), 303);
  });
}

function signInPlace({ uid, client, proofAfter }: Interaction): SignInPlace {
  const page = `/oauth/interaction/${uid}`;
  const clientName = client.firstParty ? null : client.name;
  return { action: `${page}/sign-in`, returnTo: page, clientName, isAgain: proofAfter !== null };
}
