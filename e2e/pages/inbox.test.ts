import { Person } from '@countersign/testing/person';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { connect, type McpClient, type ToolResult } from '../mcp-client.ts';
import { expectAccessible } from './expect-accessible.ts';
import { useHouseAndBrowser } from './use-house-and-browser.ts';

const { house, signedIn } = useHouseAndBrowser();

const INBOX = '/orgs/acme/inbox';
const NARROW = { viewport: { width: 390, height: 844 } };

const FOCUSED = `document.activeElement.textContent`;

let client: McpClient;
let projectId: string;
beforeAll(async () => {
  await house.database.owner.query(
    "update organization set mcp_write = true, mcp_billing_write = true where slug = 'acme'",
  );
  client = await connect('SDK v2, 2026-07-28', `${house.urls.mcp}/mcp`, new Person('ada'), {
    organization: 'Acme Studio',
    write: true,
    billing: true,
  });
  projectId = (await client.answer<{ items: { id: string }[] }>('list_projects', { limit: 1 })).items[0]?.id ?? '';
  return () => client.close();
});

const newTask = (title: string) => client.call('create_task', { projectId, title });

/** The rule that the first test makes on the page. */
async function letTasksWait(): Promise<void> {
  await house.database.owner.query(
    `insert into change_rule (organization_id, module, effect, decision, signer)
     select id, 'tasks', 'create', 'ask', 'own' from organization where slug = 'acme' on conflict do nothing`,
  );
}

/** What a held call says, and the id of what waits. */
function held({ isError, content }: ToolResult): string {
  const text = content[0]?.text ?? '';
  expect([isError, text]).toEqual([true, expect.stringMatching(/^awaiting_signature/)]);
  return /proposalId ([\w-]{36})/.exec(text)?.[1] ?? '';
}

const became = (proposalId: string) =>
  client.answer<{ state: string; declineReason: string | null; result: object | null }>('get_proposal', { proposalId });

async function tasksNamed(title: string): Promise<number | null> {
  return (await house.database.owner.query('select from task where title = $1', [title])).rowCount;
}

/** Accessible at the width it has, and nothing to scroll sideways for on the narrowest telephone. */
async function expectFits(page: Page, name: string): Promise<void> {
  await expectAccessible(page, name);
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  await expectAccessible(page, `${name}, 320 pixels`);
  if (size) await page.setViewportSize(size);
}

describe('a change that needs a signature', () => {
  it('waits as an admin’s rules say, is seen field by field, signed by keyboard on a telephone, and its result told', async () => {
    const { page, complaints, close } = await signedIn('ada', INBOX);
    await page.getByText('Nothing waits.').waitFor();
    await expectFits(page, 'empty inbox');

    await page.getByRole('link', { name: 'What needs a signature' }).first().press('Enter');
    await page.getByRole('heading', { name: 'What needs a signature' }).waitFor();
    await page.getByLabel(/^Tasks: Create task/).selectOption('ask');
    await page.getByLabel(/^Billing: Create/).selectOption('ask');
    await page.getByRole('button', { name: 'Save the rules' }).press('Enter');
    const saved = page.getByText('Saved. They hold from now on.');
    await saved.waitFor();
    await expect.poll(() => page.evaluate(FOCUSED)).toBe('Save the rules');
    await expectFits(page, 'rules');
    await page.getByLabel(/^Signals: Set issue status/).selectOption('off');
    await saved.waitFor({ state: 'detached' });
    await page.reload();
    await expect.poll(() => page.getByLabel(/^Tasks: Create task/).inputValue()).toBe('ask');
    expect(await page.getByLabel(/^Billing: Create/).inputValue()).toBe('ask');
    expect(await page.getByLabel(/^Signals: Set issue status/).inputValue()).toBe('allow');

    const title = 'Call the printer about the poster';
    const proposalId = held(await newTask(title));
    expect(await tasksNamed(title)).toBe(0);
    await page.goto(`${house.urls.console}${INBOX}`);
    await page
      .getByRole('navigation')
      .getByRole('link', { name: /^Changes to sign 1/ })
      .first()
      .waitFor();

    await page.setViewportSize(NARROW.viewport);
    const entry = page.getByRole('link', { name: `Created task ${title}` });
    await entry.waitFor();
    await page.getByText('Waits for you').waitFor();
    await expectFits(page, 'inbox');
    await entry.press('Enter');
    await page.getByRole('heading', { name: 'What would happen' }).waitFor();
    const changes = page.getByRole('region', { name: 'What would happen' });
    await changes.getByText(`New: task ${title}`).waitFor();
    await changes.getByRole('term').filter({ hasText: 'Title' }).waitFor();
    await changes.getByRole('definition').filter({ hasText: title }).waitFor();
    await expectFits(page, 'proposal');
    expect(await tasksNamed(title)).toBe(0);

    await page.getByRole('button', { name: 'Sign and do it' }).press('Enter');
    await page.getByRole('status').filter({ hasText: 'Signed and done by Ada' }).waitFor();
    await expect.poll(() => page.evaluate(FOCUSED)).toMatch(/^Signed and done by Ada/);
    await expectFits(page, 'signed');
    expect(await tasksNamed(title)).toBe(1);
    expect(await became(proposalId)).toMatchObject({ state: 'executed', result: { title } });
    expect((await newTask(title)).structuredContent).toMatchObject({ title, replayed: true });
    expect(await tasksNamed(title)).toBe(1);

    await page.getByRole('link', { name: 'All changes to sign' }).press('Enter');
    await page.getByRole('region', { name: 'Decided' }).getByText('Signed and done by Ada').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('is not done when it is declined, and its assistant reads why', async () => {
    await letTasksWait();
    const title = 'Order ten thousand posters';
    const proposalId = held(await newTask(title));
    const { page, complaints, close } = await signedIn('ada', `${INBOX}/${proposalId}`, NARROW);
    await page.getByRole('button', { name: 'Decline…' }).press('Enter');
    expect(await page.evaluate('document.activeElement.tagName')).toBe('TEXTAREA');
    await page.getByRole('button', { name: 'Back' }).press('Enter');
    expect(await page.evaluate(FOCUSED)).toBe('Decline…');
    await page.keyboard.press('Enter');
    await page.getByLabel('Why not?').pressSequentially('A hundred are enough.');
    await expectFits(page, 'declining');
    await page.getByRole('button', { name: 'Decline it' }).press('Enter');
    await page.getByRole('status').filter({ hasText: 'Declined by Ada' }).waitFor();
    await page.getByText('Reason: A hundred are enough.').waitFor();
    await expect.poll(() => page.evaluate(FOCUSED)).toMatch(/^Declined by Ada/);
    await expectFits(page, 'declined');
    expect(await became(proposalId)).toMatchObject({ state: 'declined', declineReason: 'A hundred are enough.' });
    expect(await tasksNamed(title)).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });

  it('says what keeps it from being done now, and has nothing to sign then', async () => {
    await letTasksWait();
    const proposalId = held(await newTask('Too late'));
    await house.database.owner.query(`update project set archived_at = now() where id = $1`, [projectId]);
    const { page, complaints, close } = await signedIn('ada', `${INBOX}/${proposalId}`, NARROW);
    await page.getByText('It cannot be done at this moment').waitFor();
    expect(await page.getByRole('button', { name: 'Sign and do it' }).isDisabled()).toBe(true);
    await expectFits(page, 'refused');
    expect(complaints).toEqual([]);
    await close();
  });

  it('is nothing that a viewer or somebody of another organization is shown', async () => {
    const { page, complaints, close } = await signedIn('cleo', INBOX, NARROW);
    await page.getByText('A viewer has nothing to sign.').waitFor();
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
    await expectFits(page, 'viewer');
    await page.goto(`${house.urls.console}/orgs/globex/inbox`);
    await page.getByRole('heading', { name: 'There is nothing at this address' }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});
