import type { Page } from '@countersign/testing/page';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AuthSite, authorizationRequest, openAuthSite } from '../pages/auth-site.ts';

let site: AuthSite;
beforeAll(async () => {
  site = await openAuthSite();
});
afterAll(() => site.close());
beforeEach(() => site.database.owner.query('delete from sign_in_throttle'));

const EVE = {
  'Your name': 'Eve',
  'E-mail': 'Eve@Example.test',
  Password: 'correct horse',
  Organization: 'Ärzte & Söhne',
};

async function signUp(fields: Readonly<Record<string, string>>, address?: string): Promise<Page> {
  return (await site.browser(address).open('/sign-up')).submit('Sign up', fields);
}

describe('signing up', () => {
  it('makes a person who owns an organization in which nothing may be written', async () => {
    expect((await signUp(EVE)).text).toContain('You are signed in Eve eve@example.test');
    const { rows } = await site.database.owner.query(
      `select slug, organization.name, role, mcp_access, mcp_write, mcp_billing_write
       from membership join organization on organization.id = organization_id join "user" on "user".id = user_id
       where email = 'eve@example.test'`,
    );
    expect(rows).toEqual([
      {
        slug: 'arzte-sohne',
        name: 'Ärzte & Söhne',
        role: 'owner',
        mcp_access: true,
        mcp_write: false,
        mcp_billing_write: false,
      },
    ]);
    const recorded = await site.database.owner.query(
      `select action, severity, outcome, actor_kind, organization_id is not null as in_organization
       from audit_event join "user" on "user".id = user_id where email = 'eve@example.test' and action = 'user.registered'`,
    );
    expect(recorded.rows).toEqual([
      { action: 'user.registered', severity: 'notice', outcome: 'ok', actor_kind: 'user', in_organization: true },
    ]);
  });

  it('leads back to the request it interrupted, where the new organization is the one to choose', async () => {
    const signIn = await site.browser().open(await authorizationRequest(site));
    const signUp = await signIn.follow('Sign up');
    const consent = await signUp.submit('Sign up', { ...EVE, 'E-mail': 'new@example.test', Organization: 'Newcomers' });
    expect(consent.html).toContain('<h1>Connect');
    expect(consent.html).toContain('<option value="newcomers" selected>Newcomers</option>');
  });

  it('gives organizations of one name addresses of their own, also at the same moment', async () => {
    const fields = (person: string) => ({ ...EVE, 'E-mail': `${person}@twins.test`, Organization: 'Twins' });
    const pages = await Promise.all(['a', 'b', 'c'].map((person) => signUp(fields(person))));
    expect(pages.map((page) => page.status)).toEqual([200, 200, 200]);
    const { rows } = await site.database.owner.query<{ slug: string }>(
      `select slug from organization where name = 'Twins' order by slug`,
    );
    expect(rows.map((row) => row.slug)).toEqual(['twins', 'twins-2', 'twins-3']);
  });

  it.each([
    ['a short password', { Password: 'too short' }, 'Use at least 10 characters.'],
    ['no name', { 'Your name': ' \u200b ' }, 'Enter your name.'],
    ['no e-mail address', { 'E-mail': 'nobody' }, 'Enter an e-mail address'],
    ['no organization', { Organization: '' }, 'Enter the name of your organization.'],
  ])('says what is wrong with %s, beside the field, and keeps what was typed', async (_, wrong, problem) => {
    const page = await signUp({ ...EVE, 'E-mail': 'other@example.test', ...wrong });
    expect(page.status).toBe(400);
    expect(page.text).toContain(problem);
    expect(page.html).toContain('aria-invalid="true"');
    expect(page.html).not.toContain(EVE.Password);
  });

  it('refuses an e-mail that somebody has', async () => {
    const page = await signUp({ ...EVE, 'E-mail': 'ADA@example.test' });
    expect(page.status).toBe(409);
    expect(page.text).toContain('There is an account with this e-mail already.');
  });

  it('is slowed after many from one address', async () => {
    const statuses: number[] = [];
    for (let number = 1; number <= 11; number += 1) {
      statuses.push((await signUp({ ...EVE, 'E-mail': `many${number}@example.test` }, '203.0.113.50')).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429]);
  });
});
