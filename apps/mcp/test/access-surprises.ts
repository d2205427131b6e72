import type { CatalogueEntry } from '@countersign/contracts/catalogue';
import { catalogue } from '@countersign/domain/catalogue';
import type { FastifyInstance } from 'fastify';

async function codeOf(app: FastifyInstance, credential: string | undefined, name: string): Promise<string> {
  const response = await app.inject({
    method: 'POST',
    url: `/v1/tools/${name}`,
    headers: { host: 'mcp.example.test', ...(credential && { authorization: `Bearer ${credential}` }) },
    payload: { noToolHasThis: true },
  });
  return response.json<{ code?: string }>().code ?? `HTTP ${response.statusCode}`;
}

/** `tool: expected X, got Y` for each tool whose answer is another than the table's. */
export async function surprises(
  app: FastifyInstance,
  credential: string | undefined,
  expected: (entry: CatalogueEntry) => string,
): Promise<string[]> {
  const waiting = [...catalogue.values()];
  const found: string[] = [];
  const work = async () => {
    for (let entry = waiting.shift(); entry; entry = waiting.shift()) {
      const [wanted, got] = [expected(entry), await codeOf(app, credential, entry.tool.name)];
      if (wanted !== got) found.push(`${entry.tool.name}: expected ${wanted}, got ${got}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return found;
}
