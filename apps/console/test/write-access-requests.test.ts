import type { WriteAccessView } from '@countersign/contracts/console-api';
import type { WriteAccessHistoryView } from '@countersign/contracts/console-organization';
import { withQueries } from '@countersign/db/connections/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aRequest, auditOf, startConsole } from './console-under-test.ts';

const GLOBEX = '/api/orgs/globex/write-access';
const ADA = { name: 'Ada', email: 'ada@example.test' };
const DANA = { name: 'Dana', email: 'dana@example.test' };

let console_: Awaited<ReturnType<typeof startConsole>>;
beforeEach(async () => {
  console_ = await startConsole();
});
afterEach(() => console_.close());

async function decide(id: string, decision: 'approve' | 'decline') {
  const dana = await console_.as('dana');
  return dana.send('POST', `${GLOBEX}/requests/${id}/${decision}`);
}

async function join(person: string, organization: string) {
  await withQueries(console_.database.owner, (db) =>
    db
      .insertInto('membership')
      .values({
        organizationId: fixedId('organization', organization),
        userId: fixedId('user', person),
        role: 'finance',
      })
      .execute(),
  );
}

async function decisionOf(id: string) {
  return withQueries(console_.database.owner, (db) =>
    db
      .selectFrom('writeAccessRequest')
      .select(['decision', 'decidedBy'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow(),
  );
}

const globexEvent = (action: string, rest: object) =>
  expect.objectContaining({
    action,
    organizationId: fixedId('organization', 'globex'),
    actorKind: 'user',
    actorId: fixedId('user', 'dana'),
    address: '127.0.0.1',
    ...rest,
  });

describe('a request', () => {
  it('is shown to the admin while it is open, and while its person is a member', async () => {
    await aRequest(console_.database, { person: 'ada', organization: 'globex' });
    await aRequest(console_.database, { person: 'ben', organization: 'globex' });
    const dana = await console_.as('dana');
    expect((await dana.get(GLOBEX)).json<WriteAccessView>().requests).toEqual([
      expect.objectContaining({ person: ADA, clientName: 'Claude', billing: false }),
    ]);
  });

  it('is closed by the change that fulfils it, and by no other', async () => {
    await join('finn', 'globex');
    await aRequest(console_.database, { person: 'ada', organization: 'globex' });
    await aRequest(console_.database, { person: 'finn', organization: 'globex', billing: true });
    const dana = await console_.as('dana');
    const open = async (change: object) =>
      (await dana.send('PATCH', GLOBEX, change)).json<WriteAccessView>().requests.map(({ person }) => person.name);
    expect(await open({ access: false })).toEqual(['Ada', 'Finn']);
    expect(await open({ access: true })).toEqual(['Ada', 'Finn']);
    expect(await open({ write: true })).toEqual(['Finn']);
    expect(await open({ billingWrite: true })).toEqual([]);
  });
});

describe('approving', () => {
  it('turns the needed switch on and no other, closes the request, and records both', async () => {
    const id = await aRequest(console_.database, { person: 'ada', organization: 'globex' });
    const view = (await decide(id, 'approve')).json<WriteAccessView>();
    expect(view).toMatchObject({ switches: { access: true, write: true, billingWrite: false }, requests: [] });
    expect(await decisionOf(id)).toEqual({ decision: 'approved', decidedBy: fixedId('user', 'dana') });
    expect(await auditOf(console_.database, 'write_access.changed', 'write_access.approved')).toEqual([
      globexEvent('write_access.changed', { userId: fixedId('user', 'dana') }),
      globexEvent('write_access.approved', {
        userId: fixedId('user', 'ada'),
        details: { requestId: id, billing: false },
      }),
    ]);
  });

  it('of billing turns both on, because one needs the other', async () => {
    const id = await aRequest(console_.database, { person: 'ada', organization: 'globex', billing: true });
    const view = (await decide(id, 'approve')).json<WriteAccessView>();
    expect(view.switches).toEqual({ access: true, write: true, billingWrite: true });
  });

  it('closes one that came after the switch was on, and records no change of it', async () => {
    const dana = await console_.as('dana');
    await dana.send('PATCH', GLOBEX, { write: true });
    const id = await aRequest(console_.database, { person: 'ada', organization: 'globex' });
    expect((await decide(id, 'approve')).statusCode).toBe(200);
    expect((await decisionOf(id)).decision).toBe('approved');
    expect(await auditOf(console_.database, 'write_access.changed')).toHaveLength(1);
  });
});

describe('declining', () => {
  it('closes the request, turns nothing, and is recorded with whose it was', async () => {
    const id = await aRequest(console_.database, { person: 'ada', organization: 'globex' });
    const view = (await decide(id, 'decline')).json<WriteAccessView>();
    expect(view).toMatchObject({ switches: { write: false, billingWrite: false }, requests: [], lastChange: null });
    expect(await decisionOf(id)).toEqual({ decision: 'declined', decidedBy: fixedId('user', 'dana') });
    expect(await auditOf(console_.database, 'write_access.changed', 'write_access.declined')).toEqual([
      globexEvent('write_access.declined', { severity: 'notice', userId: fixedId('user', 'ada') }),
    ]);
  });

  it('leaves the requests of others open', async () => {
    await join('finn', 'globex');
    const id = await aRequest(console_.database, { person: 'ada', organization: 'globex' });
    await aRequest(console_.database, { person: 'finn', organization: 'globex' });
    const view = (await decide(id, 'decline')).json<WriteAccessView>();
    expect(view.requests.map(({ person }) => person.name)).toEqual(['Finn']);
  });
});

describe('a request that has been decided', () => {
  it.each(['approve', 'decline'] as const)('is not decided again by %s', async (second) => {
    const id = await aRequest(console_.database, { person: 'ada', organization: 'globex' });
    await decide(id, 'decline');
    expect((await decide(id, second)).statusCode).toBe(409);
    expect((await decisionOf(id)).decision).toBe('declined');
  });

  it('is decided once, whatever two admins click at the same moment', async () => {
    const id = await aRequest(console_.database, { person: 'ada', organization: 'globex' });
    const answers = await Promise.all([decide(id, 'approve'), decide(id, 'decline')]);
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200, 409]));
    expect(await auditOf(console_.database, 'write_access.approved', 'write_access.declined')).toHaveLength(1);
  });
});

describe('the history', () => {
  const history = async (cursor?: string) => {
    const dana = await console_.as('dana');
    const query = cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    return (await dana.get(`${GLOBEX}/history${query}`)).json<WriteAccessHistoryView>();
  };

  it('begins empty', async () => {
    expect(await history()).toEqual({ items: [], nextCursor: null });
  });

  it('tells who decided what, the latest first', async () => {
    const dana = await console_.as('dana');
    const id = await aRequest(console_.database, { person: 'ada', organization: 'globex', billing: true });
    await decide(id, 'decline');
    await dana.send('PATCH', GLOBEX, { write: true, billingWrite: true });
    await dana.send('PATCH', GLOBEX, { write: false });
    await dana.send('PATCH', GLOBEX, { access: false });
    const { items } = await history();
    expect(items).toMatchObject([
      { kind: 'switches', by: DANA, moved: [{ name: 'access', on: false }] },
      {
        kind: 'switches',
        by: DANA,
        moved: [
          { name: 'write', on: false },
          { name: 'billingWrite', on: false },
        ],
      },
      {
        kind: 'switches',
        by: DANA,
        moved: [
          { name: 'write', on: true },
          { name: 'billingWrite', on: true },
        ],
      },
      { kind: 'declined', by: DANA, person: ADA, billing: true },
    ]);
  });

  it('comes in pages that together are the whole, and holds nothing of other organizations', async () => {
    const [dana, ada] = [await console_.as('dana'), await console_.as('ada')];
    await ada.send('PATCH', '/api/orgs/acme/write-access', { write: false });
    for (let turn = 0; turn < 45; turn++) await dana.send('PATCH', GLOBEX, { write: turn % 2 === 0 });
    const pages = [await history()];
    for (let next = pages[0]?.nextCursor; next; next = pages.at(-1)?.nextCursor) pages.push(await history(next));
    expect(pages.map(({ items }) => items.length)).toEqual([20, 20, 5]);
    const items = pages.flatMap((page) => page.items);
    expect(new Set(items.map(({ id }) => id)).size).toBe(45);
    expect(items.map(({ at }) => at)).toEqual(
      items
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );
  });

  it.each(['nonsense', Buffer.from('["x","y"]').toString('base64url')])('refuses the cursor %s', async (cursor) => {
    const dana = await console_.as('dana');
    expect((await dana.get(`${GLOBEX}/history?cursor=${cursor}`)).statusCode).toBe(400);
  });
});
