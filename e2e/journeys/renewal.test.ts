import { withQueries } from '@countersign/db/connections/transaction';
import { refresh } from '@countersign/testing/oauth-client';
import { Person } from '@countersign/testing/person';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AppProcess } from '../house.ts';
import { connect, type McpClient } from '../mcp-client.ts';
import { renew } from '../oauth.ts';
import { useHouse } from '../use-house.ts';

const house = useHouse();
let second: AppProcess;
beforeAll(async () => {
  second = await house.replica('auth');
});

async function connected(): Promise<McpClient> {
  return connect('SDK v2, 2025-11-25', `${house.urls.mcp}/mcp`, new Person('ada'), { organization: 'Acme Studio' });
}

async function eventsOf(client: McpClient) {
  return withQueries(house.database.owner, (db) =>
    db
      .selectFrom('auditEvent')
      .select(['action', 'severity', 'address', 'userAgent'])
      .where('connectionId', '=', String(client.claims()['connection_id']))
      .orderBy('id')
      .execute(),
  );
}

describe('twenty parallel renewals with one refresh token, by two processes,', () => {
  it('leave the connection alive, with no more live branches than the grace rule allows, and say “race”', async () => {
    const client = await connected();
    const { clientId, refreshToken } = client.credentials.held();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => refresh(index % 2 ? house.apps.auth : second, clientId, refreshToken)),
    );
    const won = answers.filter((answer) => answer.status === 200);
    expect(won.length).toBeGreaterThanOrEqual(1);
    expect(won.length).toBeLessThanOrEqual(4);
    for (const lost of answers.filter((answer) => answer.status !== 200)) {
      expect(lost).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    }
    expect((await client.call('whoami')).isError).toBeFalsy();
    const live = await refresh(house.apps.auth, clientId, won[0]?.body.refresh_token ?? '');
    expect(live.status).toBe(200);
    const actions = (await eventsOf(client)).map((event) => event.action);
    expect(actions).toContain('token.race');
    expect(actions).not.toContain('token.replay');
  });
});

describe('a refresh token replayed after its successor was used', () => {
  it('ends the connection: critical event, and the next tool call is 401', async () => {
    const client = await connected();
    const stolen = client.credentials.held();
    await renew(house.apps.auth, client.credentials);
    await renew(second, client.credentials);
    const { accessToken } = client.credentials.held();

    const replay = await refresh(second, stolen.clientId, stolen.refreshToken);
    expect(replay).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await eventsOf(client)).toContainEqual(
      expect.objectContaining({ action: 'token.replay', severity: 'critical', address: expect.any(String) }),
    );
    const call = await fetch(`${house.urls.mcp}/mcp`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(call.status).toBe(401);
    expect((await renew(house.apps.auth, client.credentials)).body.error).toBe('invalid_grant');
  });
});

describe('processes that are killed', () => {
  it('lose no connection in the middle of renewals', async () => {
    const client = await connected();
    for (let round = 0; round < 5; round += 1) {
      const { clientId, refreshToken } = client.credentials.held();
      const cut = refresh(house.apps.auth, clientId, refreshToken).catch(() => undefined);
      await house.apps.auth.kill();
      const answer = await cut;
      await house.restart('auth');
      if (answer?.status === 200) client.credentials.saveTokens({ ...answer.body, token_type: 'Bearer' });
      expect((await renew(house.apps.auth, client.credentials)).status).toBe(200);
    }
    expect((await client.call('whoami')).isError).toBeFalsy();
  });

  it('leave no half-written change in the middle of writes', async () => {
    const client = await connect('SDK v2, 2025-11-25', `${house.urls.mcp}/mcp`, new Person('ada'), {
      organization: 'Acme Studio',
      write: true,
    });
    const names: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const calls = Array.from({ length: 20 }, async (_, index) => {
        const name = `Cut ${round}.${index}`;
        const answer = await client.call('create_project', { name, idempotencyKey: name });
        if (!answer.isError) names.push(name);
      });
      await Promise.race(calls);
      await house.apps.mcp.kill();
      await Promise.allSettled(calls);
      await house.restart('mcp');
    }
    const connectionId = String(client.claims()['connection_id']);
    const [projects, events] = await withQueries(house.database.owner, async (db) => [
      await db.selectFrom('project').select('name').where('name', 'like', 'Cut %').execute(),
      await db
        .selectFrom('auditEvent')
        .select('id')
        .where('connectionId', '=', connectionId)
        .where('action', '=', 'tool.called')
        .where('outcome', '=', 'ok')
        .execute(),
    ]);
    const stored = projects.map((project) => project.name);
    expect(stored).toEqual(expect.arrayContaining(names));
    expect(new Set(stored).size).toBe(stored.length);
    // A write and its audit row are one transaction: as many of the one as of the other.
    expect(events.length).toBe(stored.length);
  });
});
