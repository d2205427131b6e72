import { type NewAuditEvent, recordEvents } from '@countersign/access/audit/audit';
import type { ActivityEvent, ActivityPage, CallsPerDayView } from '@countersign/contracts/console-connections';
import { transaction } from '@countersign/db/connections/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aConnection, startConsole } from './console-under-test.ts';

let console_: Awaited<ReturnType<typeof startConsole>>;
beforeAll(async () => {
  console_ = await startConsole();
});
afterAll(() => console_.close());

/** A connection of ben's, a way to add events to it, and his browser. */
async function watched() {
  const { id } = await aConnection(console_.database, { person: 'ben', organization: 'acme' });
  const browser = await console_.as('ben');
  const path = `/api/connections/${id}/activity`;
  const page = async (query = '') => (await browser.get(`${path}${query}`)).json<ActivityPage>();
  const record = (...events: readonly NewAuditEvent[]) =>
    transaction(console_.database.control, (db) =>
      recordEvents(
        db,
        events.map((event) => ({ connectionId: id, ...event })),
      ),
    );
  return { id, browser, path, page, record };
}

const call = (tool: string, writes: boolean, rest: Partial<NewAuditEvent> = {}): NewAuditEvent => ({
  action: 'tool.called',
  actorKind: 'user',
  actorId: fixedId('user', 'ben'),
  address: '203.0.113.7',
  userAgent: 'claude-code/2',
  durationMs: 12,
  details: { tool, writes, argumentsDigest: 'digest' },
  ...rest,
});

describe('the activity of a connection', () => {
  it('is its owner’s alone: an admin, a stranger and whoever is signed out see nothing of it', async () => {
    const { id, path, record } = await watched();
    await record(call('list_tasks', false));
    const [admin, stranger] = [await console_.as('ada'), await console_.as('dana')];
    for (const rest of ['', '/calls-per-day', '/export?format=csv', '/export?format=jsonl', '?kind=nonsense']) {
      for (const browser of [admin, stranger]) expect((await browser.get(`${path}${rest}`)).statusCode).toBe(404);
      expect((await console_.app.inject(`${path}${rest}`)).statusCode).toBe(401);
      expect((await admin.get(`${path}${rest}`.replace(id, 'nonsense'))).statusCode).toBe(404);
    }
  });

  it('is one timeline of its OAuth life and its calls, newest first, and of no other connection', async () => {
    const { page, record } = await watched();
    const other = await watched();
    await record({ action: 'consent.given' });
    await record({ action: 'token.issued', actorKind: 'client' });
    await other.record(call('list_teams', false));
    await record(call('create_task', true, { outcome: 'refused' }));
    await record({ action: 'token.replay', outcome: 'refused', address: '198.51.100.9', userAgent: 'thief/1' });
    const { items, nextCursor } = await page();
    expect(items.map(({ action, kind, severity }) => [action, kind, severity])).toEqual([
      ['token.replay', 'oauth', 'critical'],
      ['tool.called', 'writes', 'info'],
      ['token.issued', 'oauth', 'info'],
      ['consent.given', 'oauth', 'notice'],
    ]);
    expect(items[0]).toMatchObject({ outcome: 'refused', address: '198.51.100.9', userAgent: 'thief/1', tool: null });
    expect(items[1]).toMatchObject({ outcome: 'refused', tool: 'create_task', durationMs: 12, address: '203.0.113.7' });
    expect(nextCursor).toBeNull();
  });

  it('can be narrowed by kind and by least severity', async () => {
    const { page, record, browser, path } = await watched();
    await record({ action: 'token.renewed' }, call('list_tasks', false), call('create_task', true));
    await record({ action: 'token.replay' }, { action: 'connection.revoked' });
    const actions = async (query: string) => (await page(query)).items.map(({ action, tool }) => tool ?? action).sort();
    expect(await actions('?kind=oauth')).toEqual(['connection.revoked', 'token.renewed', 'token.replay']);
    expect(await actions('?kind=reads')).toEqual(['list_tasks']);
    expect(await actions('?kind=writes')).toEqual(['create_task']);
    expect(await actions('?severity=notice')).toEqual(['connection.revoked', 'token.replay']);
    expect(await actions('?kind=oauth&severity=critical')).toEqual(['token.replay']);
    expect(await actions('?kind=reads&severity=critical')).toEqual([]);
    for (const bad of ['?kind=all', '?severity=bad', '?cursor=bad', `?cursor=${btoa('["x","y"]')}`]) {
      expect((await browser.get(`${path}${bad}`)).statusCode).toBe(400);
    }
  });

  it('pages through every row exactly once while rows are added', async () => {
    const { page, record } = await watched();
    // Many at the same moment, so that the time alone does not order them.
    await record(...Array.from({ length: 130 }, (_, index) => call(`tool_${index}`, false)));
    const seen: ActivityEvent[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { items, nextCursor }: ActivityPage = await page(cursor && `?cursor=${cursor}`);
      seen.push(...items);
      cursor = nextCursor;
      await record(...Array.from({ length: 7 }, () => call('added', true)));
    }
    expect(seen.length).toBe(130);
    expect(new Set(seen.map(({ tool }) => tool)).size).toBe(130);
    const order = seen.map(({ at, id }) => `${at} ${id}`);
    expect(order).toEqual([...order].sort().reverse());
  });

  it('does not tell the owner from where another person acted', async () => {
    const { page, record } = await watched();
    await record({
      action: 'connection.revoked',
      actorKind: 'user',
      actorId: fixedId('user', 'ada'),
      address: '198.51.100.1',
      userAgent: 'Firefox',
      details: { reason: 'admin' },
    });
    expect((await page()).items).toEqual([
      expect.objectContaining({ address: null, userAgent: null, details: { reason: 'admin' } }),
    ]);
  });

  it('shows an edit of the connection with what changed', async () => {
    const { id, browser, page } = await watched();
    await browser.send('PATCH', `/api/connections/${id}`, { write: true });
    expect((await page()).items).toEqual([
      expect.objectContaining({
        action: 'connection.changed',
        address: '127.0.0.1',
        details: { before: { approved: ['mcp:read'] }, after: { approved: ['mcp:read', 'mcp:write'] } },
      }),
    ]);
  });
});

describe('calls per day', () => {
  it('are counted for 14 days, reads and writes apart, in the days of the person’s own time zone', async () => {
    const { id, browser, path, record } = await watched();
    await record(call('list_tasks', false), call('list_tasks', false), call('create_task', true));
    await record({ action: 'token.renewed' });
    const setTime = (tool: string, at: string) =>
      console_.database.owner.query(
        "update audit_event set at = $3 where connection_id = $1 and details ->> 'tool' = $2",
        [id, tool, at],
      );
    const now = new Date();
    now.setUTCHours(12, 0, 0, 0);
    const day = (before: number) => new Date(now.getTime() - before * 86_400_000).toISOString().slice(0, 10);
    await setTime('list_tasks', `${day(3)}T23:30:00Z`);
    await setTime('create_task', `${day(20)}T12:00:00Z`);
    const days = async (timeZone: string) =>
      (await browser.get(`${path}/calls-per-day?timeZone=${timeZone}`)).json<CallsPerDayView>().days;
    const inUtc = await days('UTC');
    expect(inUtc.map((one) => one.day)).toEqual(Array.from({ length: 14 }, (_, index) => day(13 - index)));
    expect(inUtc.filter(({ reads, writes }) => reads + writes > 0)).toEqual([{ day: day(3), reads: 2, writes: 0 }]);
    const inBerlin = await days('Europe/Berlin');
    expect(inBerlin.find(({ reads }) => reads === 2)?.day).toBe(day(2));
    expect((await browser.get(`${path}/calls-per-day?timeZone=Nowhere`)).statusCode).toBe(400);
  });
});

describe('the export', () => {
  it('as CSV holds every row with its columns, and runs nothing in a spreadsheet', async () => {
    const { id, browser, path, record } = await watched();
    const formula = '=HYPERLINK("http://evil.example","click")';
    await record(call('list_tasks', false));
    await record(call('create_task', true, { userAgent: formula, address: '@evil', requestId: '-1' }));
    const answer = await browser.get(`${path}/export?format=csv`);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toBe(`attachment; filename="activity-${id}.csv"`);
    const [header, newest, oldest, end] = answer.body.split('\r\n');
    expect(header).toBe('id,at,kind,action,severity,outcome,tool,address,user_agent,duration_ms,request_id,details');
    expect(newest).toContain(
      `,writes,tool.called,info,ok,create_task,'@evil,"'=HYPERLINK(""http://evil.example"",""click"")",12,'-1,`,
    );
    expect(oldest).toContain(',reads,tool.called,info,ok,list_tasks,203.0.113.7,claude-code/2,12,,');
    expect(end).toBe('');
  });

  it('as JSON lines holds what the timeline shows, across its pages and narrowed as it is', async () => {
    const { browser, path, record, page } = await watched();
    await record(...Array.from({ length: 1003 }, (_, index) => call(`tool_${index}`, false)));
    await record(call('create_task', true));
    const lines = async (query = '') =>
      (await browser.get(`${path}/export?format=jsonl${query}`)).body
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as ActivityEvent);
    const all = await lines();
    expect(all.length).toBe(1004);
    expect(new Set(all.map(({ id }) => id)).size).toBe(1004);
    expect(all.slice(0, 50)).toEqual((await page()).items);
    expect((await lines('&kind=writes')).map(({ tool }) => tool)).toEqual(['create_task']);
  });

  it('of nothing is a header alone, and of an unknown format is refused', async () => {
    const { browser, path } = await watched();
    expect((await browser.get(`${path}/export?format=csv`)).body.split('\r\n').length).toBe(2);
    expect((await browser.get(`${path}/export?format=jsonl`)).body).toBe('');
    expect((await browser.get(`${path}/export?format=xls`)).statusCode).toBe(400);
  });
});

describe('an admin of the organization', () => {
  it('sees the writes of a member’s connection and none of its reads, nor from where, however they ask', async () => {
    const { id, page, record } = await watched();
    const from = {
      actorKind: 'user',
      actorId: fixedId('user', 'ben'),
      address: '192.0.2.99',
      userAgent: 'c/1',
    } as const;
    await record(call('list_teams', false, from), call('create_task', true, from));
    const ada = await console_.as('ada');
    for (const query of ['', '?kind=reads', '?kind=oauth&severity=info']) {
      const answer = await ada.get(`/api/orgs/acme/connections/${id}/writes${query}`);
      const { items } = answer.json<ActivityPage>();
      expect(items).toMatchObject([{ tool: 'create_task', kind: 'writes', address: null, userAgent: null }]);
    }
    expect((await ada.get(`/api/connections/${id}/activity`)).statusCode).toBe(404);
    expect((await page('?kind=writes')).items).toMatchObject([{ tool: 'create_task', address: '192.0.2.99' }]);
  });
});
