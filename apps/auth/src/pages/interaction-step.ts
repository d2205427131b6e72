import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Interaction } from '../interactions/interactions.ts';
import type { LoginSession } from '../people/login-session.ts';
import { refuseForm, showExpiredInteraction } from './error-pages.ts';
import type { PageContext } from './page-context.ts';

export interface InteractionParams {
  readonly uid: string;
}

export type InteractionRequest = FastifyRequest<{ Params: InteractionParams }>;

/** The interaction this address is about, or undefined when its end has been shown. */
export async function findInteraction(
  { interactions }: PageContext,
  request: InteractionRequest,
  reply: FastifyReply,
): Promise<Interaction | undefined> {
  const interaction = await interactions.find(request, reply);
  if (interaction?.uid === request.params.uid) return interaction;
  showExpiredInteraction(reply);
  return undefined;
}

export interface OpenStep {
  readonly interaction: Interaction;
  readonly session: LoginSession;
  readonly formToken: string;
}

/**
 * What every posted step of a consent needs first: a live interaction, the very person it continues as, and a form that was shown to
 * them. Undefined when one is missing and the answer has been sent.
 */
export async function openStep(
  ctx: PageContext,
  request: InteractionRequest,
  reply: FastifyReply,
): Promise<OpenStep | undefined> {
  const interaction = await findInteraction(ctx, request, reply);
  if (!interaction) return undefined;
  const page = `/oauth/interaction/${interaction.uid}`;
  const session = await ctx.sessions.find(request);
  if (!session || interaction.prompt !== 'consent' || interaction.userId !== session.person.id) {
    reply.redirect(page, 303);
    return undefined;
  }
  if (!ctx.guard.holds(request, `interaction ${interaction.uid}`, session)) {
    refuseForm(reply, page);
    return undefined;
  }
  return { interaction, session, formToken: tokenFor(ctx, request, reply, interaction, session) };
}

export function tokenFor(
  { guard }: PageContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { uid }: Interaction,
  session: LoginSession,
): string {
  return guard.tokenFor(request, reply, `interaction ${uid}`, session);
}
