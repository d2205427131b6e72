import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Interaction } from '../interactions/interactions.ts';
import { type InteractionParams, openStep } from './interaction-step.ts';
import type { PageContext } from './page-context.ts';

const CancelForm = z.object({
  reason: z
    .enum(['role', 'access_switch', 'client_list', 'write_switch', 'billing_switch', 'membership', 'no_organization'])
    .optional(),
  organization: z.string().optional(),
});

const SLUG = /^[a-z0-9](-?[a-z0-9])*$/;

/** Sends the person back with `access_denied`. The client learns why, in the characters RFC 6749 §4.1.2.1 permits: slugs, not names. */
export function cancelPage(app: FastifyInstance, ctx: PageContext): void {
  app.post<{ Params: InteractionParams }>('/oauth/interaction/:uid/cancel', async (request, reply) => {
    const step = await openStep(ctx, request, reply);
    if (!step) return reply;
    const description = describeDenial(request.body, step.interaction);
    return reply.redirect(await ctx.interactions.deny(request, reply, description), 303);
  });
}

export function describeDenial(body: unknown, { organizationSlug }: Pick<Interaction, 'organizationSlug'>): string {
  const form = CancelForm.safeParse(body);
  const reason = form.data?.reason;
  const named = organizationSlug ?? form.data?.organization ?? '';
  const organization = SLUG.test(named) && named.length <= 63 ? `the organization ${named}` : 'the organization';
  switch (reason) {
    case 'role':
      return `The role of this person in ${organization} does not allow changes.`;
    case 'access_switch':
      return `MCP access is turned off in ${organization}. An admin can turn it on.`;
    case 'client_list':
      return `This client is not on the list of assistants that may connect to ${organization}. An admin can add it.`;
    case 'write_switch':
      return `Writing is not enabled in ${organization}. An admin can enable it; reading can be allowed without.`;
    case 'billing_switch':
      return `Billing changes are not enabled in ${organization}. An admin can enable them.`;
    case 'membership':
      return `This person is not a member of ${organization}.`;
    case 'no_organization':
      return 'This person is not a member of any organization.';
    case undefined:
      return 'The person did not allow access.';
  }
}
