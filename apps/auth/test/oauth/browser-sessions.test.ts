import { fixedId } from '@countersign/runtime/ids';
import { createTestDatabase, type TestDatabase } from '@countersign/testing/test-database';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Interaction } from '../../src/interactions/interactions.ts';
import { startAuth } from './harness.ts';
import {
  type Browser,
  interactionUid,
  openBrowser,
  pkce,
  redeem,
  registerPublic,
  startInteraction,
} from './oauth-client.ts';

let database: TestDatabase;
let app: FastifyInstance;
let clientId: string;
beforeAll(async () => {
  database = await createTestDatabase('demo');
  app = await startAuth(database);
  clientId = await registerPublic(app);
});
afterAll(async () => {
  await app?.close();
  await database?.drop();
});

async function signIn(browser: Browser, uid: string, person: string): Promise<string> {
  const step = await browser.step(uid, { step: 'signedIn', userId: fixedId('user', person) });
  return interactionUid(await browser.get(step.json<{ value: string }>().value));
}

const find = async (browser: Browser, uid: string) =>
  (await browser.step(uid, { step: 'find' })).json<{ value: Interaction }>().value;

async function allow(browser: Browser, uid: string, person: string): Promise<URL> {
  const decision = {
    userId: fixedId('user', person),
    organizationId: fixedId('organization', 'acme'),
    teamId: null,
    approved: ['mcp:read'],
  };
  const step = await browser.step(uid, { step: 'allow', decision });
  return new URL(String((await browser.get(step.json<{ value: string }>().value)).headers.location));
}

test('a browser that changes hands goes on as the new person, without a page in between', async () => {
  const browser = openBrowser(app);
  const first = await signIn(browser, await startInteraction(browser, { clientId }, pkce().challenge), 'ada');
  await allow(browser, first, 'ada');
  const second = await signIn(browser, await startInteraction(browser, { clientId }, pkce().challenge), 'ben');
  expect((await find(browser, second)).userId).toBe(fixedId('user', 'ben'));
  expect((await allow(browser, second, 'ben')).searchParams.get('code')).toBeTruthy();
});

test('a person may switch account while the consent page is open', async () => {
  const browser = openBrowser(app);
  const asAda = await signIn(browser, await startInteraction(browser, { clientId }, pkce().challenge), 'ada');
  const asBen = await signIn(browser, asAda, 'ben');
  expect((await find(browser, asBen)).userId).toBe(fixedId('user', 'ben'));
});

test('two tabs that take turns both end with a code of their own', async () => {
  const browser = openBrowser(app);
  const [one, two] = [pkce(), pkce()];
  const firstLogin = await startInteraction(browser, { clientId }, one.challenge);
  const secondLogin = await startInteraction(browser, { clientId }, two.challenge);
  const firstConsent = await signIn(browser, firstLogin, 'ada');
  const secondConsent = await signIn(browser, secondLogin, 'ada');
  const second = await allow(browser, secondConsent, 'ada');
  const first = await allow(browser, firstConsent, 'ada');
  for (const [redirect, { verifier }] of [
    [first, one],
    [second, two],
  ] as const) {
    const code = redirect.searchParams.get('code') ?? '';
    expect((await redeem(app, { client_id: clientId, code, code_verifier: verifier })).statusCode).toBe(200);
  }
});
