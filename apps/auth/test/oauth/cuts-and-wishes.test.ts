import { throughGate } from '@countersign/access/gate/gate';
import { createAuthenticator } from '@countersign/access/principals/authenticate';
import {
  effectiveOAuthScopes,
  missingSignature,
  OAUTH_SCOPES,
  type OAuthScope,
  type Requirement,
} from '@countersign/contracts/scopes';
import { withQueries } from '@countersign/db/connections/transaction';
import { systemClock } from '@countersign/runtime/clock';
import { fixedId } from '@countersign/runtime/ids';
import { createLog } from '@countersign/runtime/log';
import { type Parameters, refresh, type Tokens } from '@countersign/testing/oauth-client';
import fc from 'fast-check';
import { decodeJwt } from 'jose';
import { beforeEach, describe, expect, test } from 'vitest';
import { connectionOf } from './connection-of-tokens.ts';
import { AUTH_URL, MCP_URL } from './harness.ts';
import { connect } from './seam.ts';
import { useAuth } from './use-auth.ts';

const { app, clientId, database } = useAuth();

const ROLE_OF_LEVEL = { 1: 'viewer', 2: 'member', 3: 'finance' } as const;
/** How many scopes, the narrowest first: each is inside the next. */
type Level = 1 | 2 | 3;
const LEVELS: readonly Level[] = [1, 2, 3];
const scopes = (level: Level): OAuthScope[] => OAUTH_SCOPES.slice(0, level);
const WRITE: Requirement = { tier: 'write', module: 'tasks', area: 'general', keyOnly: false };

const setSwitches = (level: Level) =>
  withQueries(database.owner, (db) =>
    db
      .updateTable('organization')
      .set({ mcpWrite: level > 1, mcpBillingWrite: level > 2 })
      .where('slug', '=', 'acme')
      .execute(),
  );
const setRole = (level: Level) =>
  withQueries(database.owner, (db) =>
    db
      .updateTable('membership')
      .set({ role: ROLE_OF_LEVEL[level] })
      .where('organizationId', '=', fixedId('organization', 'acme'))
      .where('userId', '=', fixedId('user', 'ben'))
      .execute(),
  );
const setApproval = (tokens: Tokens, level: Level) =>
  withQueries(database.owner, (db) =>
    db
      .updateTable('connection')
      .set({ approved: scopes(level) })
      .where('id', '=', connectionOf(tokens))
      .execute(),
  );

/** What the resource server makes of an access token at this moment. */
async function authorityOf({ access_token }: Pick<Tokens, 'access_token'>) {
  const authenticate = createAuthenticator({
    pool: database.tools,
    log: createLog('mcp', 'silent'),
    clock: systemClock,
    issuer: AUTH_URL,
  });
  const principal = await authenticate(`Bearer ${access_token}`, `${MCP_URL}/mcp`);
  if (principal.kind !== 'connection') throw new Error('no connection');
  return throughGate(database.tools, { principal, address: '192.0.2.1' }, { forWrite: false }, async (pass) => {
    const { granted, switches, role, clientListed } = pass;
    return { granted, switches, role, clientListed, token: principal.scopes };
  });
}
const mayDo = async (tokens: Tokens) => effectiveOAuthScopes(await authorityOf(tokens));
const lacksForWrite = async (tokens: Tokens) => missingSignature(await authorityOf(tokens), WRITE);

async function renew(tokens: Tokens, parameters: Parameters = {}): Promise<Tokens> {
  const { status, body } = await refresh(app(), clientId(), tokens.refresh_token, parameters);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
}

const connectBen = (level: Level) => connect(app(), { clientId: clientId(), person: 'ben', approved: scopes(level) });

beforeEach(async () => {
  await setSwitches(3);
  await setRole(3);
});

describe('what a client does between an “off” and an “on”', () => {
  // mcp-remote and the Copilot CLI renew with the scope of the answer before.
  test('a client that echoes the scope it was given last writes again after “on”, with the next token', async () => {
    const first = await connectBen(2);
    await setSwitches(1);
    const cut = await renew(first, { scope: first.scope });
    expect(cut.scope).toBe('mcp:read');
    const stillCut = await renew(cut, { scope: cut.scope });
    expect(stillCut.scope).toBe('mcp:read');
    await setSwitches(2);
    expect((await renew(stillCut, { scope: stillCut.scope })).scope).toBe('mcp:read mcp:write');
  });

  test('the token that was cut works at once after “on”, without a renewal', async () => {
    const cut = await (async () => {
      const first = await connectBen(2);
      await setSwitches(1);
      return renew(first);
    })();
    expect(await lacksForWrite(cut)).toBe('write_switch');
    await setSwitches(2);
    expect(await lacksForWrite(cut)).toBeUndefined();
  });

  test('what a role withholds comes back with the role, and is never the token’s to lack', async () => {
    const first = await connectBen(2);
    await setRole(1);
    const cut = await renew(first, { scope: first.scope });
    expect([cut.scope, await lacksForWrite(cut)]).toEqual(['mcp:read', 'role']);
    await setRole(2);
    expect(await lacksForWrite(cut)).toBeUndefined();
    expect((await renew(cut, { scope: cut.scope })).scope).toBe('mcp:read mcp:write');
  });

  test('what is raised in the console reaches a client that echoes', async () => {
    const first = await connectBen(1);
    await setApproval(first, 3);
    expect((await renew(first, { scope: first.scope })).scope).toBe(OAUTH_SCOPES.join(' '));
  });

  test('a client that asks for less than it could have gets less, and only for that token', async () => {
    const first = await connectBen(2);
    const narrow = await renew(first, { scope: 'mcp:read' });
    expect([narrow.scope, await lacksForWrite(narrow)]).toEqual(['mcp:read', 'token']);
    expect((await renew(narrow)).scope).toBe('mcp:read mcp:write');
  });

  test('a client that asks for less, again and again, keeps getting less', async () => {
    const narrow = await renew(await connectBen(3), { scope: 'mcp:read mcp:write' });
    await setSwitches(1);
    const cut = await renew(narrow, { scope: narrow.scope });
    await setSwitches(3);
    expect(await mayDo(cut)).toEqual(['mcp:read', 'mcp:write']);
    expect((await renew(cut, { scope: cut.scope })).scope).toBe('mcp:read mcp:write');
  });

  test('two programs that renew with one token each get what the connection may do', async () => {
    const first = await connectBen(2);
    await setSwitches(1);
    const cut = await renew(first, { scope: first.scope });
    await setSwitches(2);
    const both = await Promise.all([renew(cut, { scope: cut.scope }), renew(cut, { scope: cut.scope })]);
    expect(both.map(({ scope }) => scope)).toEqual(['mcp:read mcp:write', 'mcp:read mcp:write']);
  });

  test('a refresh token of a version that kept no scopes with it is renewed with all there is', async () => {
    const first = await connectBen(2);
    await database.owner.query(
      `update oidc_payload set payload = payload - 'issuedScopes' where model = 'RefreshToken'`,
    );
    expect((await renew(first, { scope: 'mcp:read' })).scope).toBe('mcp:read mcp:write');
  });
});

describe('a renewal that lists scopes', () => {
  // Gemini CLI and others throw their tokens away at a 400 (useautumn/autumn#2501, anthropics/claude-code#89862).
  test.each<[string, Parameters['scope'], Level]>([
    ['what authorization took, OpenID’s among them', 'openid profile mcp:read mcp:write', 2],
    ['OpenID’s alone', 'openid profile email', 3],
    ['offline_access alone', 'offline_access', 3],
    ['unknown ones alone', 'claudeai repo', 3],
    ['offline_access beside ours', 'mcp:read mcp:write offline_access', 2],
    ['an empty text', '', 3],
    ['spaces', '  ', 3],
    ['the word for nothing', 'null', 3],
    ['one twice', 'mcp:write mcp:write', 2],
    ['each in a parameter of its own', ['mcp:read', 'mcp:write'], 2],
    ['an empty parameter beside one', ['', 'mcp:write'], 2],
    ['capitals', 'MCP:READ MCP:WRITE', 2],
    ['commas', 'mcp:read,mcp:write', 2],
    ['commas and spaces', 'mcp:read, mcp:write', 2],
    ['a byte order mark', '\uFEFFmcp:read mcp:write', 2],
    ['a tab and a line end', 'mcp:read\tmcp:write\r\n', 2],
    ['a list as JSON', '["mcp:read","mcp:write"]', 2],
    ['more than was granted', 'mcp:read mcp:write mcp:write:billing admin', 3],
  ])('reads %s as authorization would', async (_how, scope, level) => {
    const { scope: given } = await renew(await connectBen(3), { scope });
    expect(given).toBe(scopes(level).join(' '));
  });
});

/** Everything that happens to a connection; `ask` is what a renewal names. */
type Step =
  | { readonly what: 'switches' | 'role' | 'approval'; readonly level: Level }
  | { readonly what: 'renew'; readonly ask: 'nothing' | 'what it was given' | Level };

const level = fc.constantFrom(...LEVELS);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ what: fc.constantFrom('switches', 'role', 'approval'), level }) as fc.Arbitrary<Step>,
  fc.record({
    what: fc.constant('renew'),
    ask: fc.oneof(fc.constantFrom('nothing', 'what it was given'), level),
  }) as fc.Arbitrary<Step>,
);

describe('after any order of renewals, switches, roles and approvals', () => {
  test('a connection may do what is granted ∩ switches ∩ role, and a token less only if its client asked for less than it could have had', async () => {
    await fc.assert(
      fc.asyncProperty(level, fc.array(step, { minLength: 1, maxLength: 14 }), async (approved, steps) => {
        const now = { switches: 3 as Level, role: 3 as Level, approval: approved };
        await setSwitches(3);
        await setRole(3);
        let tokens = await connectBen(approved);
        let wish: Level = 3;
        for (const taken of steps) {
          if (taken.what === 'switches') await setSwitches(taken.level);
          else if (taken.what === 'role') await setRole(taken.level);
          else if (taken.what === 'approval') await setApproval(tokens, taken.level);
          if (taken.what !== 'renew') now[taken.what] = taken.level;
          const available = Math.min(now.switches, now.role, now.approval) as Level;
          if (taken.what === 'renew') {
            const given = tokens.scope.split(' ').length;
            const asked = taken.ask === 'what it was given' ? given : taken.ask;
            if (asked === 'nothing') wish = 3;
            else if (asked !== given) wish = asked < available ? (asked as Level) : 3;
            const scope = asked === 'nothing' ? undefined : scopes(asked as Level).join(' ');
            tokens = await renew(tokens, { scope });
            expect(tokens.scope).toBe(scopes(Math.min(available, wish) as Level).join(' '));
            expect(decodeJwt(tokens.access_token).scope).toBe(tokens.scope);
          }
          // The token at hand, renewed or not, may do that at every moment.
          expect(await mayDo(tokens)).toEqual(scopes(Math.min(available, wish) as Level));
        }
      }),
      { numRuns: 30 },
    );
  }, 120_000);
});
