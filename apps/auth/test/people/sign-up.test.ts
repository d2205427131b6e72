import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AuthSite, authorizationRequest, openAuthSite } from '../pages/auth-site.ts';
import { type Page, textOf } from '../pages/test-browser.ts';

let site: AuthSite;
beforeAll(async () => {
  site = await openAuthSite();
});
afterAll(() => site.close());
beforeEach(() => site.database.owner.query('delete from sign_in_throttle'));

const EVE = { name: 'Eve', email: 'Eve@Example.test', password: 'correct horse', organization: 'Ärzte & Söhne' };

async function signUp(fields: Readonly<Record<string, string>>, address?: string): Promise<Page> {
  const browser = site.browser(address);
  return browser.submit(await browser.get('/sign-up'), '/sign-up', fields);
}

describe('signing up', () => {
  it('makes a person who owns an organization in which nothing may be written', async () => {
    expect(textOf(await signUp(EVE))).toContain('You are signed in Eve eve@example.test');
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
  });

  it('leads back to the request it interrupted, where the new organization is the one to choose', async () => {
    const browser = site.browser();
    const signIn = await browser.get(await authorizationRequest(site));
    const link = /href="(\/sign-up\?return_to[^"]+)"/.exec(signIn.body)?.[1]?.replaceAll('&#61;', '=') ?? '';
    const fields = { ...EVE, email: 'new@example.test', organization: 'Newcomers' };
    const consent = await browser.submit(await browser.get(link), '/sign-up', fields);
    expect(consent.body).toContain('<h1>Connect');
    expect(consent.body).toContain('<option value="newcomers" selected>Newcomers</option>');
  });

  it('gives organizations of one name addresses of their own, also at the same moment', async () => {
    const fields = (person: string) => ({ ...EVE, email: `${person}@twins.test`, organization: 'Twins' });
    const pages = await Promise.all(['a', 'b', 'c'].map((person) => signUp(fields(person))));
    expect(pages.map((page) => page.status)).toEqual([200, 200, 200]);
    const { rows } = await site.database.owner.query<{ slug: string }>(
      `select slug from organization where name = 'Twins' order by slug`,
    );
    expect(rows.map((row) => row.slug)).toEqual(['twins', 'twins-2', 'twins-3']);
  });

  it.each([
    ['a short password', { password: 'too short' }, 'Use at least 10 characters.'],
    ['no name', { name: ' \u200b ' }, 'Enter your name.'],
    ['no e-mail address', { email: 'nobody' }, 'Enter an e-mail address'],
    ['no organization', { organization: '' }, 'Enter the name of your organization.'],
  ])('says what is wrong with %s, beside the field, and keeps what was typed', async (_, wrong, problem) => {
    const page = await signUp({ ...EVE, email: 'other@example.test', ...wrong });
    expect(page.status).toBe(400);
    expect(textOf(page)).toContain(problem);
    expect(page.body).toContain('aria-invalid="true"');
    expect(page.body).not.toContain(EVE.password);
  });

  it('refuses an e-mail that somebody has', async () => {
    const page = await signUp({ ...EVE, email: 'ADA@example.test' });
    expect(page.status).toBe(409);
    expect(textOf(page)).toContain('There is an account with this e-mail already.');
  });

  it('is slowed after many from one address', async () => {
    const statuses: number[] = [];
    for (let number = 1; number <= 11; number += 1) {
      statuses.push((await signUp({ ...EVE, email: `many${number}@example.test` }, '203.0.113.50')).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429]);
  });
});
