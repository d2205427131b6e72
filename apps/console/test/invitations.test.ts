import { withQueries } from '@countersign/db/connections/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { describe, expect, it } from 'vitest';
import { auditOf } from './console-under-test.ts';
import { id, team, useMembers } from './members-under-test.ts';

const { database, view, change, setRole } = useMembers();

describe('inviting', () => {
  const mails = () =>
    withQueries(database().owner, (db) => db.selectFrom('outgoingMail').selectAll().orderBy('createdAt').execute());

  it('leaves an invitation and its mail, and is recorded', async () => {
    const { view: after } = await change('ada', 'invitations', {
      email: ' Kim@Example.test ',
      role: 'admin',
      teamIds: [team('Design')],
    });
    expect(after.invitations[0]).toMatchObject({ email: 'kim@example.test', role: 'admin', teams: ['Design'] });
    expect(await mails()).toMatchObject([
      { kind: 'invitation', recipient: 'kim@example.test', invitationId: after.invitations[0]?.id },
    ]);
    expect(await auditOf(database(), 'invitation.sent')).toMatchObject([
      { actorId: id('ada'), details: { email: 'kim@example.test', role: 'admin' } },
    ]);
  });

  it.each([
    ['a member', { email: 'ben@example.test' }, 409],
    ['an address that is asked already', { email: 'EVE@example.test' }, 409],
    ['no address', { email: 'nobody' }, 400],
    ['an owner', { role: 'owner' }, 400],
    ['another organization’s team', { teamIds: [fixedId('team', 'initech', 'Delivery')] }, 404],
    ['anything more', { invitedBy: id('ben') }, 400],
  ])('refuses %s, and mails nobody', async (_, wrong, status) => {
    const body = { email: 'kim@example.test', role: 'member', teamIds: [], ...wrong };
    expect((await change('ada', 'invitations', body)).status).toBe(status);
    expect(await mails()).toEqual([]);
  });

  it('lets two admins who ask the same person at once write one mail', async () => {
    await setRole('finn', 'admin');
    const body = { email: 'kim@example.test', role: 'member', teamIds: [] };
    const answers = await Promise.all([change('ada', 'invitations', body), change('finn', 'invitations', body)]);
    expect(answers.map(({ status }) => status).sort((one, other) => one - other)).toEqual([200, 409]);
    expect(await mails()).toHaveLength(1);
  });

  it('is sent again after five minutes at the earliest, and lasts anew', async () => {
    const eve = fixedId('invitation', 'acme', 'eve');
    const first = await change('ada', `invitations/${eve}/resend`);
    expect(first.status).toBe(200);
    expect((await change('ada', `invitations/${eve}/resend`)).code).toBe('rate_limited');
    expect(await mails()).toHaveLength(1);
    await database().owner.query(
      "update invitation set sent_at = now() - interval '8 days', expires_at = now() - interval '1 day' where id = $1",
      [eve],
    );
    expect((await view()).invitations).toMatchObject([{ expired: true }]);
    const again = await change('ada', `invitations/${eve}/resend`);
    expect(again.view.invitations).toMatchObject([{ expired: false }]);
    expect(await mails()).toHaveLength(2);
  });

  it('is revoked once', async () => {
    const eve = fixedId('invitation', 'acme', 'eve');
    expect((await change('ada', `invitations/${eve}/revoke`)).view.invitations).toEqual([]);
    expect((await change('ada', `invitations/${eve}/revoke`)).code).toBe('conflict');
    expect((await change('ada', `invitations/${eve}/resend`)).code).toBe('conflict');
    expect(await auditOf(database(), 'invitation.revoked')).toHaveLength(1);
  });
});
