import type { CatalogueEntry } from '@countersign/contracts/catalogue';
import type { Effect } from '@countersign/contracts/define-tool';
import { type Area, OAUTH_SCOPES } from '@countersign/contracts/scopes';
import { catalogue } from '@countersign/domain/catalogue';
import { createTestDatabase, type TestDatabase } from '@countersign/testing/test-database';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aKey, buildTestApp, connect, MCP_URL, message, setSwitches } from './test-app.ts';

let database: TestDatabase;
let app: FastifyInstance;
beforeAll(async () => {
  database = await createTestDatabase('demo');
  app = await buildTestApp(database.tools, { catalogue });
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

const READ = OAUTH_SCOPES.slice(0, 1);
const READ_WRITE = OAUTH_SCOPES.slice(0, 2);

/** What the catalogue's design says of effects, written down a second time: this file asks nothing of the code it judges. */
const STEPS: Readonly<Record<Effect, 'read' | 'write' | 'step' | 'keyOnly'>> = {
  read: 'read',
  create: 'write',
  update: 'write',
  start: 'write',
  status: 'write',
  issue: 'step',
  send: 'step',
  settle: 'step',
  delete: 'keyOnly',
  message: 'keyOnly',
  invite: 'keyOnly',
  authorize: 'keyOnly',
};

// Every call carries a property that no tool has: who may call learns that, and nothing is changed.
const ok = 'invalid_input';
const nobody = 'unauthenticated';
const scope = 'insufficient_scope';
const role = 'role_forbids';
const writeOff = 'write_disabled';
const billingOff = 'billing_write_disabled';
const accessOff = 'access_disabled';

/** By area of the module: general, billing, finance. */
type ByArea = readonly [general: string, billing: string, finance: string];
const all = (code: string): ByArea => [code, code, code];
const AREAS: Readonly<Record<Area, 0 | 1 | 2>> = { general: 0, billing: 1, finance: 2 };

interface Row {
  readonly who: string;
  /** The credential, or nothing. */
  readonly credential: () => Promise<string | undefined>;
  readonly read: ByArea;
  readonly write: ByArea;
  /** Where it differs from a write. */
  readonly step?: ByArea;
  readonly keyOnly: ByArea;
  /** Which of these the list shows; nothing when there is no list to get. */
  readonly lists?: (kind: string, area: Area, module: string) => boolean;
}

const connection = (parts: Parameters<typeof connect>[1]) => async () =>
  (await connect(database, { organization: 'initech', ...parts })).accessToken();
const key = (parts: Partial<Parameters<typeof aKey>[1]>) => async () =>
  (await aKey(database, { organization: 'initech', scopes: ['manage:*'], ...parts })).key;
const whatOAuthShows = (kind: string) => kind !== 'keyOnly';

/** Initech has every switch on, Acme all but billing, Globex neither writing nor billing. */
const ROWS: readonly Row[] = [
  {
    who: 'no credential',
    credential: async () => undefined,
    read: all(nobody),
    write: all(nobody),
    keyOnly: all(nobody),
  },
  {
    who: 'an access token for another audience',
    credential: connection({ resource: `${MCP_URL}/mcp/o/initech` }),
    read: all(nobody),
    write: all(nobody),
    keyOnly: all(nobody),
  },
  {
    who: 'a revoked connection',
    credential: async () => {
      const revoked = await connect(database, { organization: 'initech' });
      await revoked.revoke();
      return revoked.accessToken();
    },
    read: all(nobody),
    write: all(nobody),
    keyOnly: all(nobody),
  },
  {
    who: 'a connection of somebody who is no member',
    credential: connection({ user: 'dana' }),
    read: all(nobody),
    write: all(nobody),
    keyOnly: all(nobody),
  },
  {
    who: 'a revoked API key',
    credential: async () => {
      const revoked = await aKey(database, { organization: 'initech', scopes: ['manage:*'] });
      await database.owner.query('delete from api_key where id = $1', [revoked.id]);
      return revoked.key;
    },
    read: all(nobody),
    write: all(nobody),
    keyOnly: all(nobody),
  },
  {
    who: 'an admin who allowed reading',
    credential: connection({ approved: READ }),
    read: all(ok),
    write: all(scope),
    keyOnly: all(role),
    lists: (kind) => kind === 'read',
  },
  {
    who: 'an admin who allowed writing',
    credential: connection({ approved: READ_WRITE }),
    read: all(ok),
    write: [ok, scope, scope],
    keyOnly: all(role),
    lists: (kind, area) => kind === 'read' || (kind !== 'keyOnly' && area === 'general'),
  },
  {
    who: 'an admin who allowed everything',
    credential: connection({}),
    read: all(ok),
    write: all(ok),
    keyOnly: all(role),
    lists: whatOAuthShows,
  },
  {
    who: 'an admin who allowed everything, with a token that the client narrowed to reading',
    credential: async () => (await connect(database, { organization: 'initech' })).accessToken(['mcp:read']),
    read: all(ok),
    write: all(scope),
    keyOnly: all(role),
    lists: whatOAuthShows,
  },
  {
    who: 'a finance member who allowed everything',
    credential: connection({ user: 'finn' }),
    read: all(ok),
    write: all(ok),
    keyOnly: all(role),
    lists: whatOAuthShows,
  },
  {
    who: 'an owner, billing switch off',
    credential: connection({ organization: 'acme' }),
    read: all(ok),
    write: [ok, billingOff, billingOff],
    keyOnly: all(role),
    lists: whatOAuthShows,
  },
  {
    who: 'a member, billing switch off',
    credential: connection({ organization: 'acme', user: 'ben' }),
    read: [ok, ok, role],
    write: [ok, role, role],
    keyOnly: all(role),
    lists: whatOAuthShows,
  },
  {
    who: 'a member narrowed to a team',
    credential: connection({ organization: 'acme', user: 'ben', team: 'Design' }),
    read: [ok, ok, role],
    write: [ok, role, role],
    keyOnly: all(role),
    lists: whatOAuthShows,
  },
  {
    who: 'a viewer',
    credential: connection({ organization: 'acme', user: 'cleo' }),
    read: [ok, ok, role],
    write: all(role),
    keyOnly: all(role),
    lists: whatOAuthShows,
  },
  {
    who: 'an owner, write switch off',
    credential: connection({ organization: 'globex', user: 'dana' }),
    read: all(ok),
    write: all(writeOff),
    keyOnly: all(role),
    lists: whatOAuthShows,
  },
  {
    who: 'an organization key for everything',
    credential: key({}),
    read: all(ok),
    write: all(ok),
    keyOnly: all(ok),
    lists: () => true,
  },
  {
    who: 'an organization key for reading',
    credential: key({ scopes: ['read:*'] }),
    read: all(ok),
    write: all(scope),
    keyOnly: all(scope),
    lists: (kind) => kind === 'read',
  },
  {
    who: 'an organization key for writing',
    credential: key({ scopes: ['write:*'] }),
    read: all(ok),
    write: all(ok),
    step: all(scope),
    keyOnly: all(scope),
    lists: (kind) => kind === 'read' || kind === 'write',
  },
  {
    who: 'an organization key, billing switch off',
    credential: key({ organization: 'acme' }),
    read: all(ok),
    write: [ok, billingOff, billingOff],
    keyOnly: [ok, billingOff, billingOff],
    lists: () => true,
  },
  {
    who: 'an organization key, write switch off',
    credential: key({ organization: 'globex' }),
    read: all(ok),
    write: all(writeOff),
    keyOnly: all(writeOff),
    lists: () => true,
  },
  {
    who: 'a personal key of an admin',
    credential: key({ person: 'ada' }),
    read: all(ok),
    write: all(ok),
    keyOnly: all(role),
    lists: whatOAuthShows,
  },
  {
    who: 'a personal key of a viewer',
    credential: key({ organization: 'acme', person: 'cleo' }),
    read: [ok, ok, role],
    write: all(role),
    keyOnly: all(role),
    lists: whatOAuthShows,
  },
];

async function codeOf(credential: string | undefined, name: string): Promise<string> {
  const response = await app.inject({
    method: 'POST',
    url: `/v1/tools/${name}`,
    headers: { host: 'mcp.example.test', ...(credential && { authorization: `Bearer ${credential}` }) },
    payload: { noToolHasThis: true },
  });
  return response.json<{ code?: string }>().code ?? `HTTP ${response.statusCode}`;
}

/** `tool: expected X, got Y` for each tool whose answer is another than the table's. */
async function surprises(
  credential: string | undefined,
  expected: (entry: CatalogueEntry) => string,
): Promise<string[]> {
  const waiting = [...catalogue.values()];
  const found: string[] = [];
  const work = async () => {
    for (let entry = waiting.shift(); entry; entry = waiting.shift()) {
      const [wanted, got] = [expected(entry), await codeOf(credential, entry.tool.name)];
      if (wanted !== got) found.push(`${entry.tool.name}: expected ${wanted}, got ${got}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return found;
}

describe.each(ROWS)('$who', (row) => {
  let credential: string | undefined;
  beforeEach(async () => {
    credential = await row.credential();
  });

  it('is answered by every tool as the table says', async () => {
    const expected = ({ tool, module }: CatalogueEntry) => {
      const kind = STEPS[tool.effect];
      const codes = kind === 'step' ? (row.step ?? row.write) : row[kind];
      return codes[AREAS[module.area]];
    };
    expect(await surprises(credential, expected)).toEqual([]);
  });

  it('is shown what the credential was given, in the order of the catalogue', async () => {
    const response = await app.inject(
      message('legacy', 'tools/list', {}, credential ? { accessToken: credential } : {}),
    );
    const { lists } = row;
    if (!lists) return expect(response.statusCode).toBe(401);
    const { result } = response.json<{ result: { tools: { name: string }[] } }>();
    const expected = [...catalogue.values()].filter(({ tool, module }) =>
      lists(STEPS[tool.effect], module.area, module.name),
    );
    expect(result.tools.map(({ name }) => name)).toEqual(expected.map(({ tool }) => tool.name));
  });
});

const modules = [...new Set([...catalogue.values()].map(({ module }) => module))];

describe.each(modules.map((module) => ({ module, name: module.name })))(
  'an organization key for $name only',
  ({ module }) => {
    it('reads that module, and lacks the scope everywhere else', async () => {
      const credential = await key({ scopes: [`read:${module.name}`] })();
      const expected = ({ tool }: CatalogueEntry) =>
        tool.module === module.name && tool.effect === 'read' ? ok : scope;
      expect(await surprises(credential, expected)).toEqual([]);
    });
  },
);

describe('with access switched off', () => {
  it('nobody gets in, whatever they were given; what they were not given is said first', async () => {
    const credentials = [await connection({})(), await key({})()];
    await setSwitches(database.owner, 'initech', { mcpAccess: false });
    const expected = ({ tool }: CatalogueEntry) => (STEPS[tool.effect] === 'keyOnly' ? role : accessOff);
    expect(await surprises(credentials[0], expected)).toEqual([]);
    expect(await surprises(credentials[1], () => accessOff)).toEqual([]);
    await setSwitches(database.owner, 'initech', { mcpAccess: true });
  });
});

describe('at the address of another organization', () => {
  it.each([
    ['a connection', connection({ resource: `${MCP_URL}/mcp/o/acme` })],
    ['an API key', key({})],
  ])('%s is nobody, for every tool', async (_what, credential) => {
    const accessToken = await credential();
    for (const { tool } of catalogue.values()) {
      const params = { name: tool.name, arguments: {} };
      const response = await app.inject(message('legacy', 'tools/call', params, { accessToken, url: '/mcp/o/acme' }));
      expect(`${tool.name} ${response.statusCode}`).toBe(`${tool.name} 401`);
    }
  });
});
