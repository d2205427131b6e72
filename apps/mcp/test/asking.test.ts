import { newId } from '@countersign/runtime/ids';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, call, connect, errorCode, message } from './test-app.ts';

const database = useTestDatabase('demo');
let both: FastifyInstance;
let sdkOnly: FastifyInstance;
let accessToken: string;
let another: string;
let now = new Date();
beforeAll(async () => {
  const changed = { clock: () => now };
  both = await buildTestApp(database.tools, changed);
  sdkOnly = await buildTestApp(database.tools, { ...changed, withFastLane: false });
  accessToken = (await connect(database)).accessToken();
  another = (await connect(database)).accessToken();
});
afterAll(async () => {
  await both.close();
  await sdkOnly.close();
});

const FORM = { elicitation: {} };
const URL_MODE = { elicitation: { url: {} } };

interface Round {
  readonly input?: object;
  readonly capabilities?: object;
  readonly more?: Record<string, unknown>;
  readonly token?: string;
}

/** A call of `greet` in 2026, whose client says that it can do this. */
async function greet(
  app: FastifyInstance,
  { input = {}, capabilities = FORM, more = {}, token = accessToken }: Round = {},
) {
  const options = message('modern', 'tools/call', { name: 'greet', arguments: input, ...more }, { accessToken: token });
  const { params } = options.payload as unknown as { params: { _meta: Record<string, unknown> } };
  params._meta['io.modelcontextprotocol/clientCapabilities'] = capabilities;
  const response = await app.inject(options);
  return {
    status: response.statusCode,
    ...response.json<{ result?: Asked; error?: { code: number; data?: object } }>(),
  };
}

interface Asked {
  readonly resultType: string;
  readonly inputRequests?: object;
  readonly requestState?: string;
  readonly structuredContent?: object;
  readonly isError?: boolean;
}

const accepted = { name: { action: 'accept', content: { name: 'Ada' } } };

describe.each([['by both lanes'], ['by the SDK alone']])('a tool that asks, %s', (lane) => {
  const app = () => (lane === 'by both lanes' ? both : sdkOnly);
  // The fast lane knows an envelope after the SDK has accepted it once.
  beforeAll(async () => {
    for (const capabilities of [FORM, URL_MODE, {}]) {
      for (const input of [{}, { mode: 'url' }]) await greet(app(), { capabilities, input });
    }
  });

  it('is asked in the result, and goes on when its question and its state come back', async () => {
    const { result } = await greet(app());
    expect(result).toMatchObject({
      resultType: 'input_required',
      inputRequests: { name: { method: 'elicitation/create', params: { message: 'Who?' } } },
      requestState: expect.any(String),
    });
    expect(result).not.toHaveProperty('structuredContent');
    const more = { inputResponses: accepted, requestState: result?.requestState };
    const answer = await greet(app(), { more });
    expect(answer.result).toMatchObject({ resultType: 'complete', structuredContent: { greeting: 'Hello Ada' } });
  });

  it('asks again when the answer is missing or no acceptance', async () => {
    const { result } = await greet(app());
    for (const inputResponses of [{}, { name: { action: 'decline' } }, { other: {} }]) {
      const again = await greet(app(), { more: { inputResponses, requestState: result?.requestState } });
      expect(again.result?.resultType).toBe('input_required');
    }
  });

  it('takes no state that is forged, old, or another caller’s or call’s', async () => {
    const { result } = await greet(app());
    const state = result?.requestState ?? '';
    const forged = `${Buffer.from(JSON.stringify(['asked', 9e9])).toString('base64url')}.${state.split('.')[1]}`;
    const rounds: Round[] = [
      ...[forged, `${state}x`, '', 7, {}].map((requestState) => ({ more: { inputResponses: accepted, requestState } })),
      { more: { inputResponses: accepted, requestState: state }, token: another },
      { more: { inputResponses: accepted, requestState: state }, input: { strictly: true } },
    ];
    for (const round of rounds) expect([round, (await greet(app(), round)).error?.code]).toEqual([round, -32602]);
    now = new Date(now.getTime() + 11 * 60_000);
    const late = await greet(app(), { more: { inputResponses: accepted, requestState: state } });
    expect(late.error?.code).toBe(-32602);
  });

  it('asks only what the client said it can be asked, in the same message', async () => {
    expect((await greet(app(), { capabilities: URL_MODE, input: { mode: 'url' } })).result?.resultType).toBe(
      'input_required',
    );
    for (const [capabilities, mode] of [
      [{}, 'form'],
      [URL_MODE, 'form'],
      [FORM, 'url'],
      [{ sampling: {} }, 'form'],
    ] as const) {
      const { result } = await greet(app(), { capabilities, input: { mode } });
      expect(result).toMatchObject({ resultType: 'complete', isError: true });
      const refused = await greet(app(), { capabilities, input: { mode, strictly: true } });
      expect(refused).toMatchObject({
        status: 400,
        error: { code: -32021, data: { requiredCapabilities: { elicitation: { [mode]: {} } } } },
      });
    }
  });

  it('tells a client of 2025 the other way, whatever it sends along', async () => {
    for (const more of [{}, { inputResponses: accepted, requestState: newId() }]) {
      const options = message('legacy', 'tools/call', { name: 'greet', arguments: {}, ...more }, { accessToken });
      const { body } = await app().inject(options);
      expect(errorCode(body)).toBe('conflict');
      expect(body).toContain('Say who, at the console.');
      expect(body).not.toContain('resultType');
    }
    expect((await app().inject(call('legacy', 'greet', { strictly: true }, accessToken))).body).toContain(
      'cannot be asked',
    );
  });
});

it('a tool that asks tells REST the other way', async () => {
  const headers = { host: 'mcp.example.test', authorization: `Bearer ${accessToken}` };
  const response = await both.inject({ method: 'POST', url: '/v1/tools/greet', headers, payload: {} });
  expect(response.statusCode).toBe(409);
  expect(response.json()).toMatchObject({ code: 'conflict', url: 'https://console.example.test/who' });
});
