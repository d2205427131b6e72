import { transaction } from '@countersign/db/connections/transaction';
import { closeInvitations } from '@countersign/db/mail/invitations';
import { fixedId, newId } from '@countersign/runtime/ids';
import { describe, expect, it } from 'vitest';
import { AUTH_URL, signIn } from './auth-site.ts';
import { newcomer, organizationId, signUp, useInvitationSite } from './invitation-site.ts';

const { site, anInvitation, membership, outcomeOf } = useInvitationSite();

describe('an invitation', () => {
  it('shows who invites whom into what as what, before anything happens', async () => {
    const email = newcomer();
    const { id, link } = await anInvitation(email, 'admin');
    const page = await site().browser().open(link);
    expect(page.status).toBe(200);
    expect(page.text).toContain('Join Acme Studio?');
    expect(page.text).toMatch(/Invited by ?Ada, ada@example.test/);
    expect(page.text).toContain(email);
    expect(page.text).toContain('admin: you work with everything');
    expect(page.text).toContain('Design, Engineering');
    expect(await outcomeOf(id)).toBeNull();
  });

  it('leaves its token in no address, no page and no referrer', async () => {
    const { link } = await anInvitation(newcomer());
    const token = new URL(link).searchParams.get('token') ?? '';
    const page = await site().browser().open(link);
    expect(page.url).toBe(`${AUTH_URL}/invitation`);
    expect(page.html).not.toContain(token);
    expect(page.headers.get('referrer-policy')).toBe('same-origin');
    const raw = await site().app.inject({ url: link.slice(AUTH_URL.length) });
    expect(raw.headers['set-cookie']).toMatch(/^countersign_invitation=.*HttpOnly; SameSite=Lax/);
    expect([raw.statusCode, raw.headers.location]).toEqual([303, '/invitation']);
  });

  it('is joined by a newcomer, who proves the address by the link and makes no organization', async () => {
    const email = newcomer();
    const { id, link } = await anInvitation(email);
    const browser = site().browser();
    const form = await (await browser.open(link)).follow('Sign up to accept');
    expect(form.text).not.toContain('Organization name');
    expect((await form.submit('Sign up', { 'Your name': 'Kim', Password: 'short' })).status).toBe(400);
    const decision = await signUp(form);
    expect(decision.text).toContain('You are signed in as Kim.');
    expect(await membership(email)).toEqual([]);
    const joined = await decision.submit('Accept');
    expect(joined.text).toContain('You are a member of Acme Studio');
    expect(await membership(email)).toEqual([{ role: 'member', teams: ['Design', 'Engineering'] }]);
    expect(await outcomeOf(id)).toBe('accepted');
    const { rows } = await site().database.owner.query(
      `select action, severity, organization_id from audit_event join "user" on "user".id = user_id where email = $1
       and action like 'invitation.%'`,
      [email],
    );
    expect(rows).toEqual([{ action: 'invitation.accepted', severity: 'notice', organization_id: organizationId }]);
    const organizations = await site().database.owner.query(
      'select from membership join "user" on "user".id = user_id where email = $1',
      [email],
    );
    expect(organizations.rowCount).toBe(1);
  });

  it('is joined by somebody who has an account and signs in on the way', async () => {
    const { link } = await anInvitation('dana@example.test');
    const dana = site().person('dana');
    const signInPage = await (await dana.browser.open(link)).follow('Sign in to accept');
    const joined = await (await dana.signIn(signInPage)).submit('Accept');
    expect(joined.text).toContain('You are a member of Acme Studio');
    expect(await membership('dana@example.test')).toMatchObject([{ role: 'member' }]);
    await site().database.owner.query('delete from membership where organization_id = $1 and user_id = $2', [
      organizationId,
      fixedId('user', 'dana'),
    ]);
  });

  it('is used once, also when it is accepted twice at the same moment', async () => {
    const email = newcomer();
    const { id, link } = await anInvitation(email);
    const decision = await signUp(await (await site().browser().open(link)).follow('Sign up'));
    const pages = await Promise.all([decision.submit('Accept'), decision.submit('Accept')]);
    expect(pages.map(({ text }) => text.includes('You are a member'))).toEqual([true, true]);
    const { rowCount } = await site().database.owner.query(
      "select from audit_event where action = 'invitation.accepted' and details ->> 'invitationId' = $1",
      [id],
    );
    expect(rowCount).toBe(1);
    const mails = await site().database.owner.query(
      `select recipient, subject, body from outgoing_mail where kind = 'invitation_accepted' and body like $1`,
      [`%(${email})%`],
    );
    expect(mails.rows).toEqual([
      {
        recipient: 'ada@example.test',
        subject: '“Kim” has joined “Acme Studio”',
        body: expect.stringContaining('with the role member'),
      },
    ]);
    const later = await site().browser().open(link);
    expect([later.status, later.text.includes('has been accepted')]).toEqual([410, true]);
  });

  it('is for the invited address alone', async () => {
    const email = newcomer();
    const { id, link } = await anInvitation(email);
    const cleo = site().person('cleo');
    await signIn(cleo);
    const page = await cleo.browser.open(link);
    expect(page.status).toBe(403);
    expect(page.text).toContain('You are signed in as Cleo, cleo@example.test.');
    expect(page.text).toContain('This invitation is for another address');
    const { hidden } = page.form('Use another account');
    const forced = await cleo.browser.submitRaw(`${AUTH_URL}/invitation/accept`, hidden);
    expect(forced.status).not.toBe(200);
    expect([await outcomeOf(id), await membership('cleo@example.test')]).toEqual([
      null,
      [{ role: 'viewer', teams: [] }],
    ]);
    const signedOut = await page.submit('Use another account');
    expect(signedOut.text).toContain('Join Acme Studio?');
  });

  it('can be declined, without an account too', async () => {
    const { id, link } = await anInvitation(newcomer());
    const declined = await (await site().browser().open(link)).submit('Decline');
    expect([declined.status, declined.text.includes('has been declined')]).toEqual([410, true]);
    expect(await outcomeOf(id)).toBe('declined');
  });

  it('says that it was taken back, and cannot be accepted from a page that was open', async () => {
    const email = newcomer();
    const { id, link } = await anInvitation(email);
    const decision = await signUp(await (await site().browser().open(link)).follow('Sign up'));
    await transaction(site().database.control, (db) =>
      closeInvitations(db, organizationId, 'revoked', new Date(), (open) => open.where('id', '=', id)),
    );
    const page = await decision.submit('Accept');
    expect([page.status, page.text.includes('has been taken back')]).toEqual([410, true]);
    expect(await membership(email)).toEqual([]);
  });

  it('says that it has expired, and cannot be accepted then', async () => {
    const email = newcomer();
    const { id, link } = await anInvitation(email);
    const decision = await signUp(await (await site().browser().open(link)).follow('Sign up'));
    await site().database.owner.query("update invitation set expires_at = now() - interval '1 second' where id = $1", [
      id,
    ]);
    const page = await decision.submit('Accept');
    expect([page.status, page.text.includes('has expired')]).toEqual([410, true]);
    expect(await membership(email)).toEqual([]);
  });

  it('welcomes who is a member by now, and leaves their role', async () => {
    const { id, link } = await anInvitation('gus@example.test', 'admin');
    await site().database.owner.query(
      `insert into "user" (id, email, name, password_hash) select $1, 'gus@example.test', 'Gus', password_hash from "user" where email = 'ada@example.test'`,
      [newId()],
    );
    const gus = site().person('gus');
    await signIn(gus);
    const decision = await gus.browser.open(link);
    await site().database.owner.query(
      `insert into membership (organization_id, user_id, role) select $1, id, 'viewer' from "user" where email = 'gus@example.test'`,
      [organizationId],
    );
    const page = await decision.submit('Accept');
    expect(page.text).toContain('You are a member of Acme Studio');
    expect(await membership('gus@example.test')).toMatchObject([{ role: 'viewer' }]);
    expect(await outcomeOf(id)).toBe('accepted');
  });

  it('joins only the teams that are still there', async () => {
    const email = newcomer();
    const { id, link } = await anInvitation(email);
    await site().database.owner.query('update invitation set team_ids = $1 where id = $2', [
      [newId(), fixedId('team', 'acme', 'Design'), fixedId('team', 'initech', 'Delivery')],
      id,
    ]);
    const decision = await signUp(await (await site().browser().open(link)).follow('Sign up'));
    await decision.submit('Accept');
    expect(await membership(email)).toEqual([{ role: 'member', teams: ['Design'] }]);
  });
});
