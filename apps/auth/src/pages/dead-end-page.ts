import type { FastifyReply } from 'fastify';
import { deadEndView } from '../views/dead-end.ts';
import type { OpenStep } from './interaction-step.ts';
import { sendPage } from './send-page.ts';

/** When the person has no organization to choose. Says the same whether the named organization exists or not. */
export function showDeadEnd(reply: FastifyReply, { interaction, session, formToken }: OpenStep): FastifyReply {
  const { organizationSlug: slug, client, uid } = interaction;
  const { person } = session;
  const view = { person, step: { uid, formToken }, clientName: client.name };
  if (slug === null) {
    return sendPage(
      reply,
      deadEndView({
        ...view,
        title: 'You are not in any organization yet',
        paragraphs: [
          'A client is connected to one organization, and this account belongs to none.',
          'Ask an admin of your organization to invite you, or use an account that is a member.',
        ],
        back: { reason: 'no_organization' },
      }),
      403,
    );
  }
  return sendPage(
    reply,
    deadEndView({
      ...view,
      title: `You are not a member of “${slug}”`,
      paragraphs: [
        `The address you connected is for the organization “${slug}” only, and ${person.email} is not a member of it.`,
        'Use the account that is, or ask an admin of that organization to invite you.',
      ],
      back: { reason: 'membership' },
    }),
    403,
  );
}
