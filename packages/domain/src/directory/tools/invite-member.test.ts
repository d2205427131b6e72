import { requirementOf } from '@countersign/contracts/define-tool';
import { missingSignature, OAUTH_SCOPES } from '@countersign/contracts/scopes';
import { inOrg, queries } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import { directory } from '../index.ts';
import type { Invitation } from '../schemas.ts';
import { inviteMember } from './invite-member.ts';

const { callAs, database } = useDemoCaller();

const ada = { person: 'ada', organization: 'acme' };
const acme = { organizationId: fixedId('organization', 'acme'), teamId: null };

async function mailsOf(invitationId: string) {
  const { rows } = await database.owner.query<{ recipient: string; subject: string; body: string }>(
    'select recipient, subject, body from outgoing_mail where invitation_id = $1',
    [invitationId],
  );
  return rows;
}

it('leaves an invitation and the mail that tells of it, without any secret', async () => {
  const teamIds = [fixedId('team', 'acme', 'Design')];
  const invitation = await callAs<Invitation>(ada, inviteMember, { email: 'Kim@Example.test', teamIds });
  expect(invitation).toMatchObject({ email: 'kim@example.test', role: 'member', teamIds });
  const [mail, ...others] = await mailsOf(invitation.invitationId);
  expect(others).toEqual([]);
  expect(mail).toMatchObject({ recipient: 'kim@example.test', subject: 'You are invited to “Acme Studio”' });
  expect(mail?.body).toContain('“Ada” (ada@example.test) invites you to join the organization “Acme Studio”');
  // Whoever delivers it adds the link below.
  expect(mail?.body).toMatch(/Do not pass it on:$/);
  expect(mail?.body).not.toContain('http');
});

it('refuses a member, and a second invitation while one is open', async () => {
  const conflict = { code: 'conflict' };
  await expect(callAs(ada, inviteMember, { email: 'BEN@example.test' })).rejects.toMatchObject(conflict);
  await callAs(ada, inviteMember, { email: 'twice@example.test' });
  await expect(callAs(ada, inviteMember, { email: 'twice@example.test' })).rejects.toMatchObject(conflict);
});

it('invites anew when an earlier invitation ran out', async () => {
  const first = await callAs<Invitation>(ada, inviteMember, { email: 'late@example.test' });
  await database.owner.query("update invitation set expires_at = now() - interval '1 second' where id = $1", [
    first.invitationId,
  ]);
  const second = await callAs<Invitation>(ada, inviteMember, { email: 'late@example.test' });
  expect(second.invitationId).not.toBe(first.invitationId);
  const { rows } = await database.owner.query('select outcome from invitation where id = $1', [first.invitationId]);
  expect(rows).toEqual([{ outcome: 'expired' }]);
});

it('makes nobody an admin or owner, whoever asks and however', async () => {
  for (const role of ['admin', 'owner']) {
    await expect(callAs(ada, inviteMember, { email: 'up@example.test', role })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  }
  const smuggled = inOrg(database.tools, acme, (tx) =>
    queries(tx)
      .insertInto('invitation')
      .values({
        organizationId: acme.organizationId,
        id: fixedId('smuggled'),
        email: 'up@example.test',
        role: 'admin',
        teamIds: [],
        expiresAt: new Date().toISOString(),
      })
      .execute(),
  );
  await expect(smuggled).rejects.toThrow(/row-level security/);
});

it('answers not_found for another organization’s team and, when narrowed, for any other team', async () => {
  const refused = { code: 'not_found' };
  const delivery = fixedId('team', 'initech', 'Delivery');
  const email = 'kim.2@example.test';
  await expect(callAs(ada, inviteMember, { email, teamIds: [delivery] })).rejects.toMatchObject(refused);
  const design = { person: 'ben', organization: 'acme', team: 'Design' };
  const engineering = fixedId('team', 'acme', 'Engineering');
  await expect(callAs(design, inviteMember, { email, teamIds: [engineering] })).rejects.toMatchObject(refused);
});

it('stops at a hundred in 24 hours', async () => {
  const globex = { person: 'dana', organization: 'globex' };
  await database.owner.query(
    `insert into invitation (organization_id, id, email, role, team_ids, expires_at)
     select $1, gen_random_uuid(), 'guest' || n || '@example.test', 'viewer', '{}', now() + interval '7 days' from generate_series(1, 99) n`,
    [fixedId('organization', 'globex')],
  );
  await callAs(globex, inviteMember, { email: 'last@example.test' });
  await expect(callAs(globex, inviteMember, { email: 'more@example.test' })).rejects.toMatchObject({
    code: 'rate_limited',
  });
});

it('stops there for callers at once too', async () => {
  const initech = { person: 'ada', organization: 'initech' };
  const { rows } = await database.owner.query<{ left: number }>(
    `with filled as (
       insert into invitation (organization_id, id, email, role, team_ids, expires_at)
       select $1, gen_random_uuid(), 'guest' || n || '@example.test', 'viewer', '{}', now() + interval '7 days'
       from generate_series(1, 90) n returning 1)
     select 100 - 90 - (select count(*) from invitation where organization_id = $1 and created_at > now() - interval '1 day')::int as left`,
    [fixedId('organization', 'initech')],
  );
  const calls = Array.from({ length: 25 }, (_, index) =>
    callAs(initech, inviteMember, { email: `parallel${index}@example.test` }),
  );
  const answers = await Promise.allSettled(calls);
  expect(answers.filter(({ status }) => status === 'fulfilled').length).toBe(rows[0]?.left);
  for (const answer of answers)
    if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'rate_limited' });
});

it('is out of reach of every connection, whatever its person approved', () => {
  const requirement = requirementOf(inviteMember, directory);
  const authority = {
    granted: { kind: 'oauth', scopes: OAUTH_SCOPES },
    switches: { access: true, write: true, billingWrite: true },
    role: 'owner',
    token: null,
  } as const;
  expect(missingSignature(authority, requirement)).toBe('key');
});
