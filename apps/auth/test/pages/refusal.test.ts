import { fixedId } from '@countersign/runtime/ids';
import { REDIRECT_URI } from '@countersign/testing/oauth-client';
import type { Page } from '@countersign/testing/page';
import type { Choice } from '@countersign/testing/person';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AUTH_URL, type AuthSite, connectionsOf, openAuthSite, openConsent } from './auth-site.ts';

let site: AuthSite;
beforeAll(async () => {
  site = await openAuthSite();
});
afterAll(() => site.close());
beforeEach(() => site.database.owner.query('delete from connection; delete from write_access_request'));

/** The page that answers a consent which cannot be given. */
async function refusedConsent(name: string, choice: Choice): Promise<Page> {
  const { person, page } = await openConsent(site, name);
  const refused = await person.choose(page, choice);
  expect(refused.status).toBe(403);
  expect(await connectionsOf(site)).toEqual([]);
  return refused;
}

const writeRequests = async () =>
  (await site.database.owner.query('select organization_id, user_id, client_name, billing from write_access_request'))
    .rows;

describe('a consent that lacks a signature', () => {
  it('names the organization, the switch and who can turn it', async () => {
    const page = await refusedConsent('ada', { organization: 'Globex', write: true });
    const { text } = page;
    expect(text).toContain('An admin of Globex has not enabled writing');
    expect(text).toContain('Nothing has been allowed, and nothing is connected yet.');
    expect(text).toContain('Who can change this in Globex Dana owner');
  });

  it('names the role when that is what is missing', async () => {
    const page = await refusedConsent('cleo', { organization: 'Acme Studio', write: true });
    const { text } = page;
    expect(text).toContain('Your role in Acme Studio does not allow changes');
    expect(text).toContain('You are a viewer in Acme Studio.');
    expect(text).toContain('Ada owner');
  });

  it('shows an owner the page where they can turn the switch themselves', async () => {
    const page = await refusedConsent('dana', { organization: 'Globex', write: true });
    expect(page.html).toContain('http://localhost:4002/orgs/globex/settings/mcp-write-access');
    expect(page.text).not.toContain('Ask an admin');
  });

  it('offers writing without billing where only billing is missing', async () => {
    const page = await refusedConsent('ada', { organization: 'Acme Studio', write: true, billing: true });
    expect(page.text).toContain('An admin of Acme Studio has not enabled billing changes');
    const answer = await page.submit('Continue without billing changes');
    expect(answer.location?.href).toContain('code=');
    expect(await connectionsOf(site)).toEqual([{ approved: ['mcp:read', 'mcp:write'], team_id: null }]);
  });

  it('is recorded', async () => {
    await refusedConsent('ada', { organization: 'Globex', write: true });
    const { rows } = await site.database.owner.query(
      `select outcome, user_id, organization_id, details from audit_event where action = 'consent.write_refused' order by at desc limit 1`,
    );
    expect(rows).toEqual([
      {
        outcome: 'refused',
        user_id: fixedId('user', 'ada'),
        organization_id: fixedId('organization', 'globex'),
        details: { missing: 'write_switch', approved: ['mcp:read', 'mcp:write'] },
      },
    ]);
  });
});

describe('the ways on', () => {
  it('continues read-only, with the team that was chosen', async () => {
    await site.database.owner.query(`update organization set mcp_write = false where slug = 'acme'`);
    const page = await refusedConsent('ben', { organization: 'Acme Studio', team: 'Design', write: true });
    await site.database.owner.query(`update organization set mcp_write = true where slug = 'acme'`);
    const answer = await page.submit('Continue read-only');
    expect(answer.location?.href).toContain(REDIRECT_URI);
    expect(await connectionsOf(site)).toEqual([{ approved: ['mcp:read'], team_id: fixedId('team', 'acme', 'Design') }]);
  });

  it('records the wish for an admin once, and then still lets the person go on', async () => {
    const page = await refusedConsent('ada', { organization: 'Globex', write: true });
    const asked = await page.submit('Ask an admin');
    expect(asked.status).toBe(200);
    expect(asked.text).toContain('Your request is recorded.');
    expect(asked.text).toContain('Continue read-only');
    await page.submit('Ask an admin');
    expect(await writeRequests()).toEqual([
      {
        organization_id: fixedId('organization', 'globex'),
        user_id: fixedId('user', 'ada'),
        client_name: 'Test Client',
        billing: false,
      },
    ]);
    const { rows } = await site.database.owner.query(
      `select 1 from audit_event where action = 'write_access.requested'`,
    );
    expect(rows).toHaveLength(1);
    const mails = await site.database.owner.query(
      `select recipient, subject from outgoing_mail where kind = 'write_access_requested'`,
    );
    expect(mails.rows).toEqual([
      { recipient: 'dana@example.test', subject: '“Ada” asks for MCP write access in “Globex”' },
    ]);
    expect((await asked.submit('Continue read-only')).location?.href).toContain('code=');
  });

  it('goes back to the client with the reason, the state and our issuer', async () => {
    const page = await refusedConsent('ada', { organization: 'Globex', write: true });
    const answer = await page.submit('Go back to Test Client');
    expect(Object.fromEntries(answer.location?.searchParams ?? [])).toEqual({
      error: 'access_denied',
      error_description:
        'Writing is not enabled in the organization globex. An admin can enable it; reading can be allowed without.',
      state: 'the state',
      iss: AUTH_URL,
    });
    expect(await connectionsOf(site)).toEqual([]);
  });
});

describe('an organization that turned MCP access off', () => {
  it('cannot be connected, even read-only', async () => {
    await site.database.owner.query(`update organization set mcp_access = false where slug = 'initech'`);
    try {
      const { person, page } = await openConsent(site, 'ada');
      expect(page.text).toContain('MCP access is turned off in Initech.');
      const refused = await person.choose(page, { organization: 'Initech' });
      expect(refused.status).toBe(403);
      expect(refused.text).toContain('Initech does not allow connected clients');
      expect(refused.text).not.toContain('Continue read-only');
      expect(await connectionsOf(site)).toEqual([]);
    } finally {
      await site.database.owner.query(`update organization set mcp_access = true where slug = 'initech'`);
    }
  });
});
