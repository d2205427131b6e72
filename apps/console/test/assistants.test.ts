import type { ConnectionsView } from '@countersign/contracts/console-api';
import type { AssistantListView } from '@countersign/contracts/console-assistants';
import type { WriteAccessHistoryView } from '@countersign/contracts/console-organization';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aConnection, auditOf, lockWaiter, startConsole } from './console-under-test.ts';

const PATH = '/api/orgs/acme/assistants';

let console_: Awaited<ReturnType<typeof startConsole>>;
beforeAll(async () => {
  console_ = await startConsole();
  for (const clientHost of ['claude.ai', 'claude.ai', null]) {
    await aConnection(console_.database, { person: 'ben', organization: 'acme', clientHost });
  }
});
beforeEach(() =>
  console_.database.owner.query("update organization set only_listed_clients = false, listed_clients = '{}'"),
);
afterAll(() => console_.close());

describe('the list of assistants', () => {
  it('lets everybody in until an admin says otherwise, and shows what is connected', async () => {
    const ada = await console_.as('ada');
    expect((await ada.get(PATH)).json<AssistantListView>()).toEqual({
      organization: { slug: 'acme', name: 'Acme Studio' },
      onlyListed: false,
      listed: [],
      connected: [
        { origin: 'claude.ai', count: 2 },
        { origin: 'loopback', count: 1 },
      ],
    });
  });

  it('is kept in one spelling, each once, and every change is recorded with what was before', async () => {
    const ada = await console_.as('ada');
    const listed = ['https://Chatgpt.com/oauth/client.json', 'claude.ai', ' CLAUDE.ai', 'loopback', 'cursor:'];
    const answer = await ada.send('PATCH', PATH, { onlyListed: true, listed });
    const after = { onlyListed: true, listed: ['chatgpt.com', 'claude.ai', 'cursor:', 'loopback'] };
    expect(answer.json<AssistantListView>()).toMatchObject(after);
    await ada.send('PATCH', PATH, after);
    const events = await auditOf(console_.database, 'assistant_list.changed');
    expect(events.map(({ details, severity }) => [severity, details])).toEqual([
      ['warning', { before: { onlyListed: false, listed: [] }, after }],
    ]);
  });

  it('has its changes in the history of write access: who, when, and what was added and removed', async () => {
    const ada = await console_.as('ada');
    await ada.send('PATCH', PATH, { onlyListed: true, listed: ['claude.ai', 'cursor:'] });
    await ada.send('PATCH', PATH, { onlyListed: true, listed: ['claude.ai', 'loopback'] });
    await ada.send('PATCH', PATH, { onlyListed: false, listed: ['claude.ai', 'loopback'] });
    const history = (await ada.get('/api/orgs/acme/write-access/history')).json<WriteAccessHistoryView>();
    const by = { name: 'Ada', email: 'ada@example.test' };
    expect(history.items.slice(0, 3)).toMatchObject([
      { kind: 'assistants', by, onlyListed: false, added: [], removed: [] },
      { kind: 'assistants', by, onlyListed: null, added: ['loopback'], removed: ['cursor:'] },
      { kind: 'assistants', by, onlyListed: true, added: ['claude.ai', 'cursor:'], removed: [] },
    ]);
    expect(Date.parse(history.items[0]?.at ?? '')).toBeGreaterThan(Date.now() - 60_000);
  });

  it.each([
    {},
    { onlyListed: true },
    { onlyListed: true, listed: ['*.claude.ai'] },
    { onlyListed: true, listed: [''] },
    { onlyListed: true, listed: Array.from({ length: 51 }, (_, n) => `host${n}.example`) },
    { onlyListed: true, listed: [], more: true },
  ])('refuses %j', async (change) => {
    const ada = await console_.as('ada');
    expect((await ada.send('PATCH', PATH, change)).statusCode).toBe(400);
    expect((await ada.get(PATH)).json<AssistantListView>()).toMatchObject({ onlyListed: false, listed: [] });
  });

  it('is shown on each connection as what withholds its scopes, and in the health of the connector', async () => {
    const [ada, ben] = [await console_.as('ada'), await console_.as('ben')];
    await ada.send('PATCH', PATH, { onlyListed: true, listed: ['claude.ai'] });
    const { connections } = (await ben.get('/api/connections')).json<ConnectionsView>();
    const withheld = connections.map(({ client, scopes }) => `${client.verifiedHost} ${scopes[0]?.withheldBy}`);
    expect(withheld.toSorted((one, other) => one.localeCompare(other))).toEqual([
      'claude.ai null',
      'claude.ai null',
      'null client_list',
    ]);
  });

  it('waits for writes under way, so that none commits after the answer', async () => {
    const ada = await console_.as('ada');
    const writing = await console_.database.owner.connect();
    try {
      await writing.query(
        "begin; select pg_advisory_xact_lock_shared(turnstile(id)) from organization where slug = 'acme'",
      );
      let isAnswered = false;
      const changing = ada.send('PATCH', PATH, { onlyListed: true, listed: [] }).then(({ statusCode }) => {
        isAnswered = true;
        return statusCode;
      });
      await lockWaiter(console_.database);
      expect(isAnswered).toBe(false);
      await writing.query('commit');
      expect(await changing).toBe(200);
    } finally {
      writing.release();
    }
  });
});
