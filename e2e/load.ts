import { setTimeout as sleep } from 'node:timers/promises';
import { withQueries } from '@countersign/db/connections/transaction';
import { refresh } from '@countersign/testing/oauth-client';
import { Person } from '@countersign/testing/person';
import type { House } from './house.ts';
import { connect, type McpClient } from './mcp-client.ts';

/** One person writes as fast as the machine can, which the limits are there to refuse. */
export const UNLIMITED = { RATE_LIMIT_CREDENTIAL: '0', RATE_LIMIT_PERSON: '0', RATE_LIMIT_ORGANIZATION: '0' };

const connected = (house: House) =>
  connect('SDK v2, 2025-11-25', `${house.urls.mcp}/mcp`, new Person('ada'), {
    organization: 'Acme Studio',
    write: true,
  });

const READS = ['list_projects', 'list_tasks', 'list_invoices', 'whoami'];

export interface Load {
  /** The names of the projects whose making was answered. */
  readonly written: string[];
  /** How often a call had to be made again. */
  readonly callsRepeated: () => number;
  readonly renewals: () => number;
  readonly reads: () => number;
  /** The longest that a read had to wait for its answer. */
  readonly longestReadMs: () => number;
  readonly failures: string[];
  readonly end: () => Promise<void>;
}

/** Clients that write, read, renew and look at pages without a pause, until they are told to end. */
export async function putUnderLoad(house: House, name: string): Promise<Load> {
  const [writers, renewers] = [
    await Promise.all([connected(house), connected(house), connected(house)]),
    [await connected(house), await connected(house)],
  ];
  const [written, failures]: [string[], string[]] = [[], []];
  const ending = new AbortController();
  let [repeated, renewed, read, longestReadMs] = [0, 0, 0, 0];

  /** As an assistant does it: the same call again, a write with the same key, until it is answered. */
  const answered = async (client: McpClient, tool: string, input: Record<string, unknown> = {}) => {
    for (let tries = 1; ; tries += 1) {
      const answer = await client.call(tool, input).catch(() => undefined);
      if (answer && !answer.isError) return;
      repeated += 1;
      if (tries === 50) throw new Error(`${tool} was never answered`);
      await sleep(100);
    }
  };
  const writing = writers.map(async (client, index) => {
    for (let count = 0; !ending.signal.aborted; count += 1) {
      // The SDK renews by itself when its access token is refused; should that fail, it asks the person again.
      if (count % 5 === 4) client.credentials.saveTokens({ ...tokensOf(client), access_token: 'expired' });
      const project = `${name} ${index}.${count}`;
      await answered(client, 'create_project', { name: project, idempotencyKey: project });
      written.push(project);
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
  const reader = await connected(house);
  const reading = (async () => {
    for (; !ending.signal.aborted; await sleep(5)) {
      const startedAt = performance.now();
      await answered(reader, READS[read % READS.length] ?? 'whoami');
      longestReadMs = Math.max(longestReadMs, performance.now() - startedAt);
      read += 1;
    }
  })();
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
    callsRepeated: () => repeated,
    renewals: () => renewed,
    reads: () => read,
    longestReadMs: () => Math.round(longestReadMs),
    end: async () => {
      ending.abort();
      await Promise.all([...writing, ...renewing, reading, looking]);
      // A renewal of the SDK that failed would have sent a person to authorize.
      for (const [index, { credentials }] of writers.entries()) {
        if (credentials.authorizationUrl?.href !== asked[index]) failures.push('renewal: the SDK gave its tokens up');
      }
      await Promise.all([...writers, ...renewers, reader].map((client) => client.close()));
    },
  };
}

function tokensOf(client: McpClient) {
  const tokens = client.credentials.tokens();
  if (!tokens) throw new Error('Not connected');
  return tokens;
}

export async function projectsOf(house: House, name: string): Promise<string[]> {
  const rows = await withQueries(house.database.owner, (db) =>
    db.selectFrom('project').select('name').where('name', 'like', `${name} %`).execute(),
  );
  return rows.map((row) => row.name).toSorted();
}
