import type { CatalogueEntry } from '@countersign/contracts/catalogue';
import { catalogue } from '@countersign/domain/catalogue';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AREAS, accessOff, ok, role, STEPS, scope } from './access-expectations.ts';
import { connection, key, ROWS } from './access-rows.ts';
import { surprises } from './access-surprises.ts';
import { buildTestApp, MCP_URL, message, setSwitches } from './test-app.ts';

const database = useTestDatabase('demo');
let app: FastifyInstance;
beforeAll(async () => {
  app = await buildTestApp(database.tools, { catalogue });
});
afterAll(() => app.close());

describe.each(ROWS)('$who', (row) => {
  let credential: string | undefined;
  beforeEach(async () => {
    credential = await row.credential(database);
  });

  it('is answered by every tool as the table says', async () => {
    const expected = ({ tool, module }: CatalogueEntry) => {
      const kind = STEPS[tool.effect];
      const codes = kind === 'step' ? (row.step ?? row.write) : row[kind];
      return codes[AREAS[module.area]];
    };
    expect(await surprises(app, credential, expected)).toEqual([]);
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
    // Whoever may change something may also ask what became of it.
    const own = expected.some(({ tool }) => tool.writes) ? ['list_proposals', 'get_proposal', 'withdraw_proposal'] : [];
    expect(result.tools.map(({ name }) => name)).toEqual([...expected.map(({ tool }) => tool.name), ...own]);
  });
});

const modules = [...new Set([...catalogue.values()].map(({ module }) => module))];

describe.each(modules.map((module) => ({ module, name: module.name })))(
  'an organization key for $name only',
  ({ module }) => {
    it('reads that module, and lacks the scope everywhere else', async () => {
      const credential = await key({ scopes: [`read:${module.name}`] })(database);
      const expected = ({ tool }: CatalogueEntry) =>
        tool.module === module.name && tool.effect === 'read' ? ok : scope;
      expect(await surprises(app, credential, expected)).toEqual([]);
    });
  },
);

describe('with access switched off', () => {
  it('nobody gets in, whatever they were given; what they were not given is said first', async () => {
    const credentials = [await connection({})(database), await key({})(database)];
    await setSwitches(database.owner, 'initech', { mcpAccess: false });
    const expected = ({ tool }: CatalogueEntry) => (STEPS[tool.effect] === 'keyOnly' ? role : accessOff);
    expect(await surprises(app, credentials[0], expected)).toEqual([]);
    expect(await surprises(app, credentials[1], () => accessOff)).toEqual([]);
    await setSwitches(database.owner, 'initech', { mcpAccess: true });
  });
});

describe('at the address of another organization', () => {
  it.each([
    ['a connection', connection({ resource: `${MCP_URL}/mcp/o/acme` })],
    ['an API key', key({})],
  ])('%s is nobody, for every tool', async (_what, credential) => {
    const accessToken = await credential(database);
    for (const { tool } of catalogue.values()) {
      const params = { name: tool.name, arguments: {} };
      const response = await app.inject(message('legacy', 'tools/call', params, { accessToken, url: '/mcp/o/acme' }));
      expect(`${tool.name} ${response.statusCode}`).toBe(`${tool.name} 401`);
    }
  });
});
