import { type AssistantListView, clientOrigin, LISTED_MAX } from '@countersign/contracts/console-assistants';
import { AppError } from '@countersign/contracts/errors';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ConsoleDeps } from '../../console-deps.ts';
import { sessionOf } from '../session/require-person.ts';
import { auditOrigin } from '../wire/audit-origin.ts';
import { adminAboutToChange, adminMembershipIn } from '../write-access/organization-membership.ts';
import { assistantList, changeAssistantList } from './assistant-list.ts';

type OfOrganization = FastifyRequest<{ Params: { slug: string } }>;

const Change = z.strictObject({
  onlyListed: z.boolean(),
  listed: z
    .array(
      z
        .string()
        .max(300)
        .transform((typed, ctx) => {
          const origin = clientOrigin(typed);
          if (origin === undefined) ctx.addIssue({ code: 'custom', message: 'no assistant' });
          return origin ?? z.NEVER;
        }),
    )
    .max(LISTED_MAX),
});

export async function assistantsRoutes(app: FastifyInstance, { pool, clock }: ConsoleDeps): Promise<void> {
  app.get('/orgs/:slug/assistants', async (request: OfOrganization): Promise<AssistantListView> => {
    const { person } = sessionOf(request);
    return withQueries(pool, async (db) => {
      const { organization } = await adminMembershipIn(db, person.id, request.params.slug);
      return assistantList(db, organization.id, clock());
    });
  });

  app.patch('/orgs/:slug/assistants', async (request: OfOrganization): Promise<AssistantListView> => {
    const by = { userId: sessionOf(request).person.id, now: clock(), origin: auditOrigin(request) };
    return transaction(pool, async (db) => {
      const membership = await adminAboutToChange(db, by.userId, request.params.slug);
      const change = Change.safeParse(request.body);
      if (!change.success) {
        throw new AppError(
          'invalid_input',
          `A list names at most ${LISTED_MAX} assistants, each by a host such as claude.ai, by "loopback", or by a scheme such as "cursor:".`,
        );
      }
      await changeAssistantList(db, membership, change.data, by);
      return assistantList(db, membership.organization.id, by.now);
    });
  });
}
