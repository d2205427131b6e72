import { fixedId } from '@countersign/runtime/ids';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, call, connect, ERAS } from './test-app.ts';

const database = useTestDatabase('demo');
let app: FastifyInstance;
beforeAll(async () => {
  app = await buildTestApp(database.tools);
});
afterAll(() => app.close());

const CALLS = 1000;
const AT_ONCE = 32;

// CVE-2026-25536: a server or transport shared between requests has answered one client with another's data.
describe('two organizations calling at once', () => {
  it(`never see each other's answers in ${2 * CALLS} interleaved calls of both eras with the same ids`, async () => {
    const callers = await Promise.all(
      ['acme', 'initech'].map(async (organization) => ({
        organizationId: fixedId('organization', organization),
        accessToken: (await connect(database, { organization })).accessToken(),
      })),
    );
    const wrong: string[] = [];
    let next = 0;
    const worker = async () => {
      while (next < 2 * CALLS) {
        const turn = next;
        next += 1;
        const caller = callers[turn % 2];
        const era = ERAS[(turn >> 1) % 2];
        if (!caller || !era) throw new Error('unreachable');
        // Every fourth call takes the SDK's lane: it sends an envelope or a version nobody else sends.
        const options = call(era, 'list_teams', { limit: 10 }, caller.accessToken);
        options.payload['id'] = turn >> 2;
        if (turn % 8 < 2)
          options.payload['params'] = { ...(options.payload['params'] as object), _meta: metaOf(options.payload) };
        const response = await app.inject(options);
        const body = response.json<{ id: number; result?: { structuredContent?: { organizationId: string } } }>();
        const { organizationId } = body.result?.structuredContent ?? {};
        if (organizationId !== caller.organizationId || body.id !== turn >> 2) wrong.push(`${turn}: ${response.body}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    expect(wrong).toEqual([]);
  });
});

/** The message's envelope with a progress token, which the fast lane leaves to the SDK. */
function metaOf(payload: Record<string, unknown>) {
  const { _meta: meta } = payload['params'] as { _meta?: Record<string, unknown> };
  return { ...meta, progressToken: 1 };
}
