import { invitationLink } from '@countersign/access/organizations/invitation-link';
import { transaction } from '@countersign/db/connections/transaction';
import { invite } from '@countersign/db/mail/invitations';
import { fixedId, newId } from '@countersign/runtime/ids';
import { deriveKey } from '@countersign/runtime/secret-key';
import type { Page } from '@countersign/testing/page';
import { TEST_SECRET_KEY } from '@countersign/testing/test-database';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { AUTH_URL, type AuthSite, openAuthSite } from './auth-site.ts';

/** Acme, which invites. */
export const organizationId = fixedId('organization', 'acme');
const ADA = { id: fixedId('user', 'ada'), name: 'Ada', email: 'ada@example.test' };

export const newcomer = () => `new.${newId()}@example.test`;
export const signUp = (page: Page) => page.submit('Sign up', { 'Your name': 'Kim', Password: 'correct horse' });

export const linkOf = (id: string) =>
  invitationLink(AUTH_URL, deriveKey(TEST_SECRET_KEY, 'invitation'), { organizationId, id });

/** Gives the calling test file an authorization server, and invitations of Ada's to Acme. */
export function useInvitationSite() {
  let site: AuthSite;
  beforeAll(async () => {
    site = await openAuthSite();
  });
  afterAll(() => site.close());
  beforeEach(() => site.database.owner.query('delete from sign_in_throttle'));

  /** An invitation of Ada's to Acme, and its link. */
  async function anInvitation(email: string, role: 'member' | 'admin' = 'member') {
    const { id } = await transaction(site.database.control, (db) =>
      invite(
        db,
        { organization: { id: organizationId, name: 'Acme Studio' }, by: ADA, now: new Date() },
        { email, role, teamIds: [fixedId('team', 'acme', 'Design'), fixedId('team', 'acme', 'Engineering')] },
      ),
    );
    return { id, link: linkOf(id) };
  }

  async function membership(email: string) {
    const { rows } = await site.database.owner.query<{ role: string; teams: string[] }>(
      `select role, array(select team.name from team_membership join team on team.id = team_id
         where team_membership.user_id = membership.user_id and team_membership.organization_id = $1 order by 1) as teams
       from membership join "user" on "user".id = user_id where organization_id = $1 and email = $2`,
      [organizationId, email],
    );
    return rows;
  }

  async function outcomeOf(id: string) {
    const { rows } = await site.database.owner.query<{ outcome: string | null }>(
      'select outcome from invitation where id = $1',
      [id],
    );
    return rows[0]?.outcome;
  }

  return { site: () => site, anInvitation, membership, outcomeOf };
}
