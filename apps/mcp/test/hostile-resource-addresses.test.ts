import { catalogue, files } from '@countersign/domain/catalogue';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildTestApp, connect, message } from './test-app.ts';

const database = useTestDatabase('demo');
let app: FastifyInstance;
let accessToken: string;
beforeAll(async () => {
  app = await buildTestApp(database.tools, { catalogue, files });
  accessToken = (await connect(database)).accessToken();
});
afterAll(() => app.close());

const read = (uri: string) => app.inject(message('legacy', 'resources/read', { uri }, { accessToken }));

// CVE-2026-0621: a matcher of URI templates that went back over its text for minutes.
it.each([
  ['slashes', `countersign://documents/${'/'.repeat(100_000)}/text`],
  ['braces', `countersign://documents/${'{'.repeat(100_000)}`],
  ['what almost fits, over and over', `countersign://documents/${'a/text'.repeat(20_000)}`],
  ['slashes, as short as is looked at', `countersign://documents/${'/'.repeat(440)}/text`],
  ['encoded slashes', `countersign://documents/${'%2F'.repeat(140)}/text`],
  ['commas, as a list would have them', `countersign://documents/${','.repeat(440)}/text`],
])('a resource’s address of %s is an address of nothing, which is found out at once', async (_what, uri) => {
  await read('countersign://documents/none/text');
  const began = performance.now();
  const response = await read(uri);
  const took = performance.now() - began;
  expect(response.json()).toMatchObject({ error: { code: -32602 } });
  // Mostly the gate's, and a busy machine's; a matcher that went back would take minutes.
  expect(took).toBeLessThan(2000);
});
