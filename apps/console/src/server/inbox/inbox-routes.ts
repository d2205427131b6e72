import { listProposals, readProposal } from '@countersign/access/proposals/proposal-store';
import { declineProposal, signProposal, tryProposal } from '@countersign/access/proposals/sign-proposal';
import type { InboxCounts, InboxView, ProposalDetailView } from '@countersign/contracts/console-inbox';
import { AppError } from '@countersign/contracts/errors';
import type { Role } from '@countersign/contracts/scopes';
import { withQueries } from '@countersign/db/connections/transaction';
import { inOrg } from '@countersign/db/tenancy/in-org';
import { catalogue } from '@countersign/domain/catalogue';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ConsoleDeps } from '../../console-deps.ts';
import { sessionOf } from '../session/require-person.ts';
import { requireRecentSignIn } from '../session/require-recent-sign-in.ts';
import { membershipIn } from '../write-access/organization-membership.ts';
import { maySign, proposalViews } from './proposal-views.ts';

type OfOrganization = FastifyRequest<{ Params: { slug: string } }>;
type OfProposal = FastifyRequest<{ Params: { slug: string; id: string } }>;

const SHOWN = 100;
const DECIDED_SHOWN = 30;
const Signature = z.strictObject({ seen: z.string().min(1).max(100) });
const Declining = z.strictObject({ reason: z.string().trim().max(500).default('') });

/**
 * Changes that wait for a signature, read under row-level security as the tools role. Every member sees them but viewers, who can sign none;
 * who may sign what the database decides with the signature.
 */
export async function inboxRoutes(app: FastifyInstance, { env, pool, toolsPool, clock }: ConsoleDeps): Promise<void> {
  const signerIn = async (request: FastifyRequest, slug: string) => {
    const { person } = sessionOf(request);
    const { organization, role } = await withQueries(pool, (db) => membershipIn(db, person.id, slug));
    if (role === 'viewer')
      throw new AppError('role_forbids', 'A viewer has nothing to sign. An admin can change your role.');
    return { organization, scope: { organizationId: organization.id, teamId: null }, signer: { id: person.id, role } };
  };
  const depsOf = (request: FastifyRequest) => ({
    pool: toolsPool,
    catalogue,
    consoleUrl: env.consoleUrl,
    now: clock(),
    requestId: request.id,
  });
  const signingOf = (request: OfProposal, organizationId: string) => ({
    organizationId,
    proposalId: idOf(request),
    session: sessionOf(request).idHash,
    address: request.ip,
    userAgent: request.headers['user-agent'] ?? null,
  });

  app.get('/inbox', async (request): Promise<InboxCounts> => {
    const { person } = sessionOf(request);
    const memberships = await withQueries(pool, (db) =>
      db
        .selectFrom('membership')
        .innerJoin('organization', 'organization.id', 'membership.organizationId')
        .select(['organization.id', 'organization.slug', 'role'])
        .where('userId', '=', person.id)
        .where('role', '!=', 'viewer')
        .execute(),
    );
    const counts: Record<string, number> = {};
    for (const { id, slug, role } of memberships) {
      const { items } = await inOrg(toolsPool, { organizationId: id, teamId: null }, (tx) =>
        listProposals(tx, { principalId: null, state: 'pending', limit: SHOWN }),
      );
      const count = items.filter((row) => maySign(row, { id: person.id, role: role as Role })).length;
      if (count > 0) counts[slug] = count;
    }
    return counts;
  });

  app.get('/orgs/:slug/inbox', async (request: OfOrganization): Promise<InboxView> => {
    const { organization, scope, signer } = await signerIn(request, request.params.slug);
    const { waiting, decided } = await inOrg(toolsPool, scope, async (tx) => ({
      waiting: (await listProposals(tx, { principalId: null, state: 'pending', limit: SHOWN })).items,
      decided: (await listProposals(tx, { principalId: null, limit: SHOWN })).items
        .filter(({ state }) => state !== 'pending')
        .slice(0, DECIDED_SHOWN),
    }));
    return withQueries(pool, async (db) => ({
      organization: { slug: organization.slug, name: organization.name },
      waiting: (await proposalViews(db, waiting, signer)).toSorted((a, b) => Number(b.maySign) - Number(a.maySign)),
      decided: await proposalViews(db, decided, signer),
    }));
  });

  app.get('/orgs/:slug/inbox/:id', async (request: OfProposal): Promise<ProposalDetailView> => {
    const { organization, scope, signer } = await signerIn(request, request.params.slug);
    const row = await inOrg(toolsPool, scope, (tx) => readProposal(tx, idOf(request), null));
    const [view] = await withQueries(pool, (db) => proposalViews(db, [row], signer));
    if (!view) throw new Error('A proposal has a view.');
    const shown = { ...view, organization: { slug: organization.slug, name: organization.name } };
    if (view.state !== 'pending')
      return { ...shown, changes: row.changes, seen: null, refusal: null, isChanged: false };
    try {
      const tried = await tryProposal(depsOf(request), { organizationId: organization.id, proposalId: row.id });
      return {
        ...shown,
        changes: tried.changes,
        seen: tried.digest,
        refusal: null,
        isChanged: tried.digest !== row.deedDigest,
      };
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'internal' || error.code === 'unavailable') throw error;
      return { ...shown, changes: row.changes, seen: null, refusal: error.message, isChanged: true };
    }
  });

  app.post('/orgs/:slug/inbox/:id/sign', async (request: OfProposal): Promise<{ readonly done: true }> => {
    const { organization } = await signerIn(request, request.params.slug);
    const signature = Signature.safeParse(request.body);
    if (!signature.success)
      throw new AppError('invalid_input', 'A signature names what was seen. Reload the page and sign again.');
    requireRecentSignIn(request, clock());
    await signProposal(depsOf(request), { ...signingOf(request, organization.id), seen: signature.data.seen });
    return { done: true };
  });

  app.post('/orgs/:slug/inbox/:id/decline', async (request: OfProposal): Promise<{ readonly done: true }> => {
    const { organization } = await signerIn(request, request.params.slug);
    const declining = Declining.safeParse(request.body ?? {});
    if (!declining.success) throw new AppError('invalid_input', 'A reason has at most 500 characters.');
    await declineProposal(depsOf(request), { ...signingOf(request, organization.id), reason: declining.data.reason });
    return { done: true };
  });
}

/** An id that is none is an id of nothing. */
function idOf({ params: { id } }: OfProposal): string {
  return z.uuid().safeParse(id).data ?? '00000000-0000-0000-0000-000000000000';
}
