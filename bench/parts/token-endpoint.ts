import { freePort } from '@countersign/testing/free-port';
import { connectClient } from '@countersign/testing/oauth-flow';
import { Person } from '@countersign/testing/person';
import { type BenchCluster, SECRET_KEY } from '../bench-database.ts';
import { startChild } from '../child.ts';
import { type Turns, toBytes } from '../load.ts';
import { CONNECTIONS, takeTurns } from '../rounds.ts';
import { figuresTable, ratio } from '../table.ts';

const MCP_URL = 'http://localhost:4001';
const STOCK_CLIENT_ID = 'stock';

/** One connection's refresh token as it stands: each renewal is made with the last one's. */
interface Chain {
  readonly clientId: string;
  refreshToken: string;
}

/** Renewals at the token endpoint, beside oidc-provider as it comes with its store in memory. */
export async function tokenEndpoint(cluster: BenchCluster): Promise<string> {
  const database = await cluster.createDatabase();
  const port = await freePort();
  const [ours, stock] = await Promise.all([
    startChild('authorization-server.ts', {
      controlUrl: database.controlUrl,
      secretKey: SECRET_KEY,
      port,
      mcpUrl: MCP_URL,
    }),
    startChild('stock-provider.ts', { clientId: STOCK_CLIENT_ID, resource: `${MCP_URL}/mcp` }),
  ]);
  const ourChains = await connectEach(`http://127.0.0.1:${port}`);
  const stockChains = await Promise.all(Array.from({ length: CONNECTIONS }, () => chainOfStock(stock.port)));
  const { g, g2 } = await takeTurns(
    {
      g: { name: 'ours', servers: [ours], turnsOf: renewals(ourChains, '/oauth/token') },
      g2: { name: 'stock', servers: [stock], turnsOf: renewals(stockChains, '/token') },
    },
    { rounds: 5, seconds: 2 },
  );
  await Promise.all([ours.stop(), stock.stop()]);
  await database.close();
  const table = figuresTable([
    ['g. renewals at our token endpoint, in PostgreSQL', g],
    ['g2. at stock oidc-provider, in memory', g2],
  ]);
  return `${table}\n\n${ratio('g/g2', g, g2)}`;
}

/** Each from an address of its own, so that no limit of the endpoint is reached; they are counted all the same. */
function renewals(chains: readonly Chain[], path: string): (connection: number) => Turns {
  return (connection) => {
    const chain = chains[connection];
    if (!chain) throw new Error('There is a chain for each connection.');
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-forwarded-for': `203.0.113.${connection + 1}`,
    };
    return (answered) => {
      if (answered) chain.refreshToken = (JSON.parse(answered.body) as { refresh_token: string }).refresh_token;
      const { clientId, refreshToken } = chain;
      const form = { grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken };
      return toBytes({ path, host: '127.0.0.1', headers, body: new URLSearchParams(form).toString() });
    };
  };
}

/** The whole way of a client for each: discovery, registration, sign-in, consent, code. */
async function connectEach(issuer: string): Promise<Chain[]> {
  const person = new Person('ada');
  const chains: Chain[] = [];
  for (let index = 0; index < CONNECTIONS; index += 1) {
    const connected = await connectClient({ issuer, resource: `${MCP_URL}/mcp`, person });
    chains.push({ clientId: connected.clientId, refreshToken: connected.tokens.refresh_token });
  }
  return chains;
}

async function chainOfStock(port: number): Promise<Chain> {
  const response = await fetch(`http://127.0.0.1:${port}/chain`, { method: 'POST' });
  if (!response.ok) throw new Error(await response.text());
  return { clientId: STOCK_CLIENT_ID, refreshToken: await response.text() };
}
