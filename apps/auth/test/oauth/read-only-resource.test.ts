import { OAUTH_SCOPES } from '@countersign/contracts/scopes';
import { withQueries } from '@countersign/db/connections/transaction';
import { refresh } from '@countersign/testing/oauth-client';
import { decodeJwt } from 'jose';
import { describe, expect, test } from 'vitest';
import { MCP_URL } from './harness.ts';
import { authorize, connect } from './seam.ts';
import { useAuth } from './use-auth.ts';

const { app, clientId, database } = useAuth();

/** Initech has every switch on. */
const everything = { organization: 'initech', approved: OAUTH_SCOPES };

describe('a connector that only reads', () => {
  test.each([
    [`${MCP_URL}/mcp/readonly`, `${MCP_URL}/mcp/readonly`],
    [`${MCP_URL}/mcp/readonly/`, `${MCP_URL}/mcp/readonly`],
    [`${MCP_URL}/mcp/o/Initech/READONLY`, `${MCP_URL}/mcp/o/initech/readonly`],
    [`${MCP_URL}/mcp/readonly?toolsets=billing`, `${MCP_URL}/mcp/readonly`],
  ])('%s gets tokens for itself that read, though everything was approved', async (resource, audience) => {
    const tokens = await connect(app(), { clientId: clientId(), ...everything, params: { resource } });
    expect(decodeJwt(tokens.access_token)).toMatchObject({ aud: audience, scope: 'mcp:read' });
    const [row] = await withQueries(database.owner, (db) =>
      db
        .selectFrom('connection')
        .select(['approved', 'resource'])
        .where('id', '=', String(decodeJwt(tokens.access_token).connection_id))
        .execute(),
    );
    expect(row).toEqual({ approved: ['mcp:read'], resource: audience });
  });

  test('reads on after somebody wrote more into its approval', async () => {
    const tokens = await connect(app(), {
      clientId: clientId(),
      ...everything,
      params: { resource: `${MCP_URL}/mcp/readonly` },
    });
    const id = String(decodeJwt(tokens.access_token).connection_id);
    await database.owner.query('update connection set approved = $2 where id = $1', [id, OAUTH_SCOPES]);
    const renewed = await refresh(app(), clientId(), tokens.refresh_token);
    expect(decodeJwt(renewed.body.access_token)).toMatchObject({ scope: 'mcp:read' });
  });

  test('is told to the pages, which offer nothing else', async () => {
    const { interaction } = await authorize(app(), {
      clientId: clientId(),
      organization: 'initech',
      params: { resource: `${MCP_URL}/mcp/o/initech/readonly` },
    });
    expect(interaction).toMatchObject({ readOnly: true, organizationSlug: 'initech' });
  });
});

test('the choice of toolsets is no part of the resource', async () => {
  const resource = `${MCP_URL}/mcp?toolsets=projects%2Cbilling`;
  const tokens = await connect(app(), { clientId: clientId(), ...everything, params: { resource } });
  expect(decodeJwt(tokens.access_token)).toMatchObject({ aud: `${MCP_URL}/mcp`, scope: OAUTH_SCOPES.join(' ') });
});
