import { setTimeout as sleep } from 'node:timers/promises';
import { withQueries } from '@countersign/db/transaction';
import { refresh } from '@countersign/testing/oauth-client';
import { Person } from '@countersign/testing/person';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, type McpClient } from '../mcp-client.ts';
import { PROXIED_APPS } from '../nginx.ts';
import { openReplicatedHouse, type ReplicatedHouse } from '../replicated-house.ts';

/** One person writes here as fast as the machine can, which the limits are there to refuse. */
const UNLIMITED = { RATE_LIMIT_CREDENTIAL: '0', RATE_LIMIT_PERSON: '0', RATE_LIMIT_ORGANIZATION: '0' };

let house: ReplicatedHouse;
beforeAll(async () => {
  house = await openReplicatedHouse(UNLIMITED);
});
afterAll(() => house?.close());

const connected = () =>
  connect('SDK v2, 2025-11-25', `${house.urls.mcp}/mcp`, new Person('ada'), {
    organization: 'Acme Studio',
    write: true,
  });

interface Load {
  /** The names of the projects whose making was answered. */
  readonly written: string[];
  readonly writesRepeated: () => number;
  readonly renewals: () => number;
  readonly failures: string[];
  readonly end: () => Promise<void>;
}

/** Clients that write, renew and look at pages without a pause, until they are told to end. */
async function putUnderLoad(name: string): Promise<Load> {
  const [writers, renewers] = [
    await Promise.all([connected(), connected(), connected()]),
    [await connected(), await connected()],
  ];
  const [written, failures]: [string[], string[]] = [[], []];
  const ending = new AbortController();
  let [repeated, renewed] = [0, 0];

  /** As an assistant does it: the same call again, with the same key, until it is answered. */
  const write = async (client: McpClient, project: string) => {
    for (let tries = 1; ; tries += 1) {
      const answer = await client
        .call('create_project', { name: project, idempotencyKey: project })
        .catch(() => undefined);
      if (answer && !answer.isError) return written.push(project);
      repeated += 1;
      if (tries === 50) throw new Error(`${project} was never written`);
      await sleep(100);
    }
  };
  const writing = writers.map(async (client, index) => {
    for (let count = 0; !ending.signal.aborted; count += 1) {
      // The SDK renews by itself when its access token is refused; should that fail, it asks the person again.
      if (count % 5 === 4) client.credentials.saveTokens({ ...tokensOf(client), access_token: 'expired' });
      await write(client, `${name} ${index}.${count}`);
      if (client.credentials.authorizationUrl !== undefined && count % 5 === 4) renewed += 1;
    }
  });
  const renewing = renewers.map(async ({ credentials }) => {
    for (; !ending.signal.aborted; await sleep(20)) {
      const { clientId, refreshToken } = credentials.held();
      const answer = await refresh({ url: house.urls.auth }, clientId, refreshToken).catch(String);
      if (typeof answer === 'string') failures.push(`renewal: ${answer}`);
      else if (answer.status === 200) credentials.saveTokens({ ...answer.body, token_type: 'Bearer' });
      else failures.push(`renewal: ${answer.status} ${answer.body.error}`);
      renewed += 1;
    }
  });
  const looking = (async () => {
    for (; !ending.signal.aborted; await sleep(20)) {
      const answer = await fetch(`${house.urls.console}/auth/sign-in`, { redirect: 'manual' }).catch(String);
      const outcome = typeof answer === 'string' ? answer : answer.status;
      if (outcome !== 303) failures.push(`console: ${outcome}`);
    }
  })();
  const asked = writers.map(({ credentials }) => credentials.authorizationUrl?.href);
  return {
    written,
    failures,
    writesRepeated: () => repeated,
    renewals: () => renewed,
    end: async () => {
      ending.abort();
      await Promise.all([...writing, ...renewing, looking]);
      // A renewal of the SDK that failed would have sent a person to authorize.
      for (const [index, { credentials }] of writers.entries()) {
        if (credentials.authorizationUrl?.href !== asked[index]) failures.push('renewal: the SDK gave its tokens up');
      }
      await Promise.all([...writers, ...renewers].map((client) => client.close()));
    },
  };
}

function tokensOf(client: McpClient) {
  const tokens = client.credentials.tokens();
  if (!tokens) throw new Error('Not connected');
  return tokens;
}

async function projectsOf(name: string): Promise<string[]> {
  const rows = await withQueries(house.database.owner, (db) =>
    db.selectFrom('project').select('name').where('name', 'like', `${name} %`).execute(),
  );
  return rows.map((row) => row.name).toSorted();
}

describe('two replicas of each app behind nginx, under load', { timeout: 240_000 }, () => {
  let load: Load;
  beforeEach(async ({ task }) => {
    load = await putUnderLoad(task.id);
  });

  it('killed one after the other: no failed renewal, no lost write, no doubled write', async ({ task }) => {
    for (const app of PROXIED_APPS) {
      for (const which of [0, 1] as const) {
        await sleep(300);
        await house.replicas[app][which].kill();
        house.replicas[app][which] = await house.replicas[app][which].again();
      }
    }
    await load.end();
    expect(load.failures, await house.nginx.log()).toEqual([]);
    expect(load.renewals()).toBeGreaterThan(50);
    expect(load.written.length).toBeGreaterThan(50);
    expect(await projectsOf(task.id)).toEqual(load.written.toSorted());
  });

  it('stopped one after the other, as an upgrade does: nothing fails, and nothing has to be repeated', async ({
    task,
  }) => {
    // A machine after the other, each with a replica of every app.
    for (const which of [0, 1] as const) {
      await sleep(300);
      await Promise.all(
        PROXIED_APPS.map(async (app) => {
          await house.replicas[app][which].stop();
          house.replicas[app][which] = await house.replicas[app][which].again();
        }),
      );
    }
    await load.end();
    expect(load.failures, await house.nginx.log()).toEqual([]);
    expect(load.writesRepeated()).toBe(0);
    expect(await projectsOf(task.id)).toEqual(load.written.toSorted());
  });
});
