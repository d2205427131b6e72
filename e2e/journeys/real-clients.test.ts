import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { transaction } from '@countersign/db/connections/transaction';
import { freePort } from '@countersign/testing/free-port';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type House, openHouse } from '../house.ts';
import { REAL_CLIENTS } from '../real-clients/clients.ts';
import { type Front, openFront } from '../real-clients/front.ts';
import { FOLDER } from '../real-clients/installed.ts';
import { type Life, live, Visitor } from '../real-clients/life.ts';
import { openMcpRemote } from '../real-clients/mcp-remote.ts';
import { MARKS, named, tableOf } from '../real-clients/table.ts';

const PAGE = join(import.meta.dirname, '../../docs/clients.md');

// `npm test` says so when they could not be installed.
const isMissing = FOLDER === undefined;

let house: House;
let front: Front;
let lives: readonly Life[] = [];
beforeAll(async () => {
  if (isMissing) return;
  const port = await freePort();
  house = await openHouse({}, { mcp: `http://localhost:${port}` });
  front = await openFront(port, () => Number(new URL(house.apps.mcp.url).port));
  lives = live(REAL_CLIENTS, 2, () => ({ house, front }));
});
afterAll(async () => {
  await Promise.allSettled(lives.map(({ cutOff }) => cutOff));
  front?.close();
  await house?.close();
});

describe.skipIf(isMissing).each(REAL_CLIENTS.map(({ name }, index) => ({ name, index })))(
  '$name itself',
  ({ name, index }) => {
    const life = () => lives[index] as Life;

    it('connects with its own login, from nothing but the connector URL, and finds the tools', async () => {
      const { tools } = await life().connected;
      expect(tools).toEqual(expect.arrayContaining(['whoami', 'list_projects', 'create_project', 'log_time']));
    });

    it('reads and writes', async () => {
      const [read, written] = (await life().worked).answers;
      expect(read).toContain('ada@example.test');
      expect(written).toContain(`Made by ${name}`);
    });

    it('renews by itself once its access token is no longer accepted', async () => {
      const { answer, accessTokens } = await life().renewed;
      expect(answer).toContain('ada@example.test');
      expect(accessTokens).toBeGreaterThan(1);
    });

    it('hears nothing more once its person has ended the connection', async () => {
      expect(await life().cutOff).not.toContain('ada@example.test');
    });
  },
);

describe.skipIf(isMissing)('mcp-remote itself, which renews with the scope it was given last,', () => {
  // Initech, so that the clients above, which live in Acme Studio at the same time, are left alone.
  const switchWrite = (on: boolean) =>
    transaction(house.database.control, (db) =>
      db
        .updateTable('organization')
        .set({ mcpWrite: on, mcpBillingWrite: false })
        .where('slug', '=', 'initech')
        .execute(),
    );

  it('writes again after “off”, a renewal, “on” and another one, and sends nobody to a browser', async () => {
    const client = await openMcpRemote();
    const ada = new Visitor('ada');
    await client.connect(`${house.urls.mcp}/mcp`, ada, { organization: 'Initech', write: true });
    const renewAndWrite = async (name: string) => {
      front.expire(ada.clientId);
      return (await client.call(['whoami', {}], ['create_project', { name }])).join();
    };
    expect((await client.call(['create_project', { name: 'Before' }])).join()).toContain('Before');
    await switchWrite(false);
    // Twice, so that the scope it echoes is one that was cut.
    for (const name of ['Off', 'Off still']) {
      const told = await renewAndWrite(name);
      expect(told).toContain('does not let MCP clients change data');
      expect(told).not.toContain('authorize');
    }
    await switchWrite(true);
    // The token at hand, which was cut, and the next one.
    expect((await client.call(['create_project', { name: 'On at once' }])).join()).toContain('On at once');
    expect(await renewAndWrite('On again')).toContain('On again');
    await client.close();
  });
});

describe('docs/clients.md', () => {
  it.skipIf(isMissing)('says of each client what this run saw; WRITE_CLIENTS=yes writes it', async () => {
    const [begin, end] = MARKS;
    const table = `${begin}\n\n${await tableOf(REAL_CLIENTS, lives)}\n\n${end}`;
    const page = await readFile(PAGE, 'utf8');
    const written = page.slice(page.indexOf(begin), page.indexOf(end) + end.length);
    if (process.env['WRITE_CLIENTS'] === 'yes')
      await writeFile(
        PAGE,
        page.replace(written, () => table),
      );
    else expect(written).toBe(table);
  });

  it('names every one of them, in the version that is pinned', async () => {
    const page = await readFile(PAGE, 'utf8');
    const rows = page.split('\n').map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, 3),
    );
    for (const client of REAL_CLIENTS) expect(rows).toContainEqual(named(client));
  });
});
