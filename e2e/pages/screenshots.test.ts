import { mkdir } from 'node:fs/promises';
import { fixedId, newId } from '@countersign/runtime/ids';
import { Person } from '@countersign/testing/person';
import type { Page } from 'playwright-core';
import { beforeAll, describe, it } from 'vitest';
import { openWindow, signInAt } from '../chromium.ts';
import { Credentials, connect, type McpClient } from '../mcp-client.ts';
import { authorizationUrl, renew } from '../oauth.ts';
import { useHouseAndBrowser } from './use-house-and-browser.ts';

const FOLDER = process.env['SCREENSHOTS'] ?? '';
const WIDE = { viewport: { width: 1200, height: 900 } };
const KEYS = '/orgs/acme/settings/api-access';

/** Not a test but the way the documentation's pictures are made: `npm run screenshots`. */
describe.runIf(FOLDER)('the pictures of the documentation', () => {
  const { house, browser, signedIn } = useHouseAndBrowser();
  beforeAll(() => mkdir(FOLDER, { recursive: true }));

  it('consent and refusal', async () => {
    const { page, close } = await openWindow(browser, {
      viewport: { width: 760, height: 900 },
      deviceScaleFactor: 1.5,
    });
    const claude = new Credentials('https://claude.ai/api/mcp/auth_callback');
    const { url } = await authorizationUrl(house, claude, {
      clientId: 'https://claude.ai/oauth/mcp-oauth-client-metadata',
    });
    await signInAt(page, url, 'ada');
    await page.getByLabel('Organization').selectOption({ label: 'Acme Studio' });
    await page.getByLabel('Allow this client to modify data').check();
    await picture(page, 'consent');
    await page.getByLabel('Organization').selectOption({ label: 'Globex' });
    await page.getByLabel('Allow this client to modify data').check();
    await page.getByRole('button', { name: 'Allow', exact: true }).click();
    await page.getByRole('button', { name: /Continue read-only/ }).waitFor();
    await picture(page, 'refusal');
    await close();
  });

  it('connections, activity and switches', async () => {
    const ada = new Person('ada');
    const url = `${house.urls.mcp}/mcp`;
    const initech = { organization: 'Initech', write: true, billing: true };
    await named('ChatGPT', await connect('SDK v2, 2025-11-25', url, ada, initech));
    await named('Cursor', await connect('SDK v2, 2025-11-25', url, ada, { organization: 'Globex' }));
    const acme = { organization: 'Acme Studio', write: true };
    await workFor(await named('Claude Code', await connect('SDK v2, 2026-07-28', url, ada, acme)));
    await wishOf('finn');
    const { page, close } = await signedIn('ada', '/settings/connections', WIDE);
    await turn(page, 'initech', 'Allow MCP billing write');
    await page.goto(`${house.urls.console}/settings/connections`);
    await page.getByText('Claude Code').first().waitFor();
    await page.getByText('Reachable', { exact: false }).first().waitFor();
    await picture(page, 'connections');
    await page.getByRole('button', { name: 'Activity of Claude Code in Acme Studio' }).click();
    const panel = page.getByRole('dialog');
    await panel.getByText('Access renewed').waitFor();
    await panel.getByText('Busiest day').waitFor();
    // The panel has slid in.
    await page.waitForTimeout(400);
    await picture(page, 'activity', 900);
    await turn(page, 'acme', 'Allow MCP write access');
    await turn(page, 'acme', 'Allow MCP write access');
    await page.waitForLoadState('networkidle');
    await picture(page, 'write-access');
    await close();
  });

  it('API keys and members', async () => {
    const { page, close } = await signedIn('ada', KEYS, WIDE);
    for (const [name, preset] of [
      ['Nightly report', 'Read only'],
      ['Time tracking', 'Read and write'],
    ] as const) {
      await page.getByRole('button', { name: 'New API key' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Name').fill(name);
      await dialog.getByRole('button', { name: preset }).click();
      await dialog.getByRole('button', { name: 'Make the key' }).click();
      await dialog.getByLabel('I have put the key in a safe place').check({ force: true });
      await dialog.getByRole('button', { name: 'Done' }).click();
      await dialog.waitFor({ state: 'hidden' });
    }
    await picture(page, 'api-keys');
    await page.goto(`${house.urls.console}/orgs/acme/settings/members`);
    await page.getByText('Invite somebody').waitFor();
    await page.waitForLoadState('networkidle');
    await picture(page, 'members');
    await close();
  });

  /** The whole page and no more, with the navigation as long as the page. */
  async function picture(page: Page, name: string, height?: number) {
    const width = page.viewportSize()?.width ?? 0;
    await page.setViewportSize({ width, height: 100 });
    const needed = Number(
      await page.evaluate(
        "Math.max(document.documentElement.scrollHeight, ...[...document.querySelectorAll('nav')].map((nav) => nav.getBoundingClientRect().top + nav.scrollHeight))",
      ),
    );
    await page.setViewportSize({ width, height: height ?? needed });
    // The navigation is as high as the window one frame later.
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
    await page.screenshot({ path: `${FOLDER}/${name}.png` });
  }

  /** A client of the tests goes by the name of one that people know. */
  async function named(name: string, client: McpClient): Promise<McpClient> {
    const connectionId = String(client.claims()['connection_id']);
    await house.database.owner.query('update connection set client_name = $1 where id = $2', [name, connectionId]);
    return client;
  }

  async function wishOf(person: string) {
    await house.database.owner.query(
      `insert into write_access_request (id, organization_id, user_id, client_id, client_name, billing)
       values ($1, $2, $3, 'client', 'Claude', true)`,
      [newId(), fixedId('organization', 'acme'), fixedId('user', person)],
    );
  }

  async function turn(page: Page, slug: string, label: string) {
    await page.goto(`${house.urls.console}/orgs/${slug}/settings/mcp-write-access`);
    await page.getByRole('switch', { name: label }).click({ force: true });
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: /^Turn/ }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  /** A morning of an assistant, and the two weeks before it: what it did is spread over earlier days in the log. */
  async function workFor(client: McpClient) {
    await client.answer('whoami');
    await client.answer('list_projects', { limit: 10 });
    await client.answer('create_project', { name: 'Autumn campaign' });
    await client.answer('list_invoices', { limit: 5 });
    await renew(house.apps.auth, client.credentials);
    const connectionId = String(client.claims()['connection_id']);
    await house.database.owner.query(
      `insert into audit_event (id, at, action, severity, outcome, organization_id, connection_id, user_id, client_id,
         actor_kind, actor_id, address, user_agent, duration_ms, details)
       select gen_random_uuid(), at - make_interval(days => day), action, severity, outcome, organization_id, connection_id,
         user_id, client_id, actor_kind, actor_id, address, user_agent, duration_ms, details
       from audit_event, generate_series(1, 12) as day, generate_series(1, 1 + day * 5 % 7)
       where connection_id = $1 and action = 'tool.called' and day % 6 <> 0`,
      [connectionId],
    );
  }
});
