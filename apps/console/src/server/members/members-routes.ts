import type { Left, MembersView } from '@countersign/contracts/console-members';
import { TEAM_NAME_LENGTH_MAX } from '@countersign/contracts/console-members';
import { AppError } from '@countersign/contracts/errors';
import { INVITABLE_ROLES } from '@countersign/contracts/invitation';
import { normalizeEmail } from '@countersign/contracts/normalize-email';
import { ROLES } from '@countersign/contracts/scopes';
import { isSeen, onOneLine } from '@countersign/contracts/visible-text';
import type { Queries } from '@countersign/db/connections/named-statements';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ConsoleDeps } from '../../console-deps.ts';
import { sessionOf } from '../session/require-person.ts';
import { auditOrigin } from '../wire/audit-origin.ts';
import {
  adminAboutToChange,
  adminMembershipIn,
  memberAboutToChange,
  type OrganizationMembership,
} from '../write-access/organization-membership.ts';
import { type Inviter, resendInvitation, revokeInvitation, sendInvitation } from './change-invitations.ts';
import { changeRole } from './change-role.ts';
import { createTeam, deleteTeam, joinTeam, leaveTeam, renameTeam } from './change-teams.ts';
import { endMembership } from './end-membership.ts';
import { membersView } from './members-view.ts';

interface Params {
  readonly slug: string;
  readonly id: string;
  readonly memberId: string;
}
type OfOrganization = FastifyRequest<{ Params: Params }>;

const EMAIL_LENGTH_MAX = 254;
const TEAMS_MAX = 50;
/** Shown to other people, so it holds nothing invisible. */
const TeamName = z.string().transform(onOneLine).pipe(z.string().refine(isSeen).max(TEAM_NAME_LENGTH_MAX));
const NamedTeam = z.strictObject({ name: TeamName });
const Invited = z.strictObject({
  email: z.string().transform(normalizeEmail).pipe(z.email().max(EMAIL_LENGTH_MAX)),
  role: z.enum(INVITABLE_ROLES),
  teamIds: z.array(z.uuid()).max(TEAMS_MAX),
});
const NewRole = z.strictObject({ role: z.enum(ROLES) });
const Joining = z.strictObject({ memberId: z.uuid() });
const Nothing = z.strictObject({});

/** For admins alone, but for leaving: who belongs to the organization, with which role, in which teams. */
export async function membersRoutes(app: FastifyInstance, { env, pool, clock }: ConsoleDeps): Promise<void> {
  app.get('/orgs/:slug/members', async (request: OfOrganization): Promise<MembersView> => {
    const { person } = sessionOf(request);
    return withQueries(pool, async (db) => {
      const membership = await adminMembershipIn(db, person.id, request.params.slug);
      return membersView(db, membership, person.id, clock());
    });
  });

  const byOf = (request: FastifyRequest): Inviter => {
    const { person } = sessionOf(request);
    return { userId: person.id, person, now: clock(), origin: auditOrigin(request), consoleUrl: env.consoleUrl };
  };

  /** An admin's change, answered with how everything is after it. Who asks is judged before what is asked. */
  const change =
    <T extends z.ZodType>(
      body: T,
      problem: string,
      work: (db: Queries, of: OrganizationMembership, input: z.output<T>, by: Inviter, params: Params) => Promise<void>,
    ) =>
    async (request: OfOrganization): Promise<MembersView> => {
      const by = byOf(request);
      return transaction(pool, async (db) => {
        const membership = await adminAboutToChange(db, by.userId, request.params.slug);
        const input = body.safeParse(request.body);
        if (!input.success) throw new AppError('invalid_input', problem);
        await work(db, membership, input.data, by, request.params);
        // The change may have been to the role of whoever asked.
        const after = await adminMembershipIn(db, by.userId, request.params.slug).catch(() => membership);
        return membersView(db, after, by.userId, by.now);
      });
    };
  const NO_BODY = 'This change takes no further input.';
  const NAME = `A team has a name of at most ${TEAM_NAME_LENGTH_MAX} characters.`;

  app.patch(
    '/orgs/:slug/members/:id',
    change(NewRole, 'Choose one of the roles.', (db, of, { role }, by, { id }) => changeRole(db, of, id, role, by)),
  );
  app.post(
    '/orgs/:slug/members/:id/remove',
    change(Nothing, NO_BODY, async (db, of, _, by, { id }) => {
      if (id === by.userId) throw new AppError('conflict', 'Leave the organization instead of removing yourself.');
      await endMembership(db, of, id, by);
    }),
  );

  app.post('/orgs/:slug/leave', async (request: OfOrganization): Promise<Left> => {
    const by = byOf(request);
    return transaction(pool, async (db) => {
      const membership = await memberAboutToChange(db, by.userId, request.params.slug);
      return { endedConnections: await endMembership(db, membership, by.userId, by) };
    });
  });

  app.post(
    '/orgs/:slug/invitations',
    change(
      Invited,
      'An invitation needs an e-mail address, such as kim@example.com, and a role below owner.',
      (db, { organization }, request, by) => sendInvitation(db, organization, request, by),
    ),
  );
  app.post(
    '/orgs/:slug/invitations/:id/resend',
    change(Nothing, NO_BODY, (db, { organization }, _, by, { id }) => resendInvitation(db, organization, id, by)),
  );
  app.post(
    '/orgs/:slug/invitations/:id/revoke',
    change(Nothing, NO_BODY, (db, { organization }, _, by, { id }) => revokeInvitation(db, organization, id, by)),
  );

  app.post(
    '/orgs/:slug/teams',
    change(NamedTeam, NAME, (db, { organization }, { name }, by) => createTeam(db, organization.id, name, by)),
  );
  app.patch(
    '/orgs/:slug/teams/:id',
    change(NamedTeam, NAME, (db, { organization }, { name }, by, { id }) =>
      renameTeam(db, organization.id, id, name, by),
    ),
  );
  app.post(
    '/orgs/:slug/teams/:id/delete',
    change(Nothing, NO_BODY, (db, { organization }, _, by, { id }) => deleteTeam(db, organization.id, id, by)),
  );
  app.post(
    '/orgs/:slug/teams/:id/members',
    change(Joining, 'Choose a member.', (db, { organization }, { memberId }, by, { id }) =>
      joinTeam(db, organization.id, id, memberId, by),
    ),
  );
  app.post(
    '/orgs/:slug/teams/:id/members/:memberId/remove',
    change(Nothing, NO_BODY, (db, { organization }, _, by, { id, memberId }) =>
      leaveTeam(db, organization.id, id, memberId, by),
    ),
  );
}
