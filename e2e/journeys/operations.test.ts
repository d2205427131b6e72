import { randomBytes } from 'node:crypto';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { Person } from '@countersign/testing/person';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AppName, type House, openHouse } from '../house.ts';
import { connect, type McpClient } from '../mcp-client.ts';
import { type OtlpReceiver, openOtlpReceiver } from '../otlp-receiver.ts';

const APPS = ['auth', 'mcp', 'console', 'worker'] as const satisfies readonly AppName[];
const METRICS_TOKEN = randomBytes(32).toString('base64');
const DRAIN_SECONDS = 1;

let collector: OtlpReceiver;
let house: House;
let client: McpClient;
beforeAll(async () => {
  collector = await openOtlpReceiver();
  house = await openHouse({
    METRICS_TOKEN,
    DRAIN_SECONDS: String(DRAIN_SECONDS),
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
  });
  client = await connect('SDK v2, 2025-11-25', `${house.urls.mcp}/mcp`, new Person('ada'), {
    organization: 'Acme Studio',
    write: true,
  });
  await client.call('create_project', { name: 'Argument that stays here', idempotencyKey: 'operations' });
});
afterAll(async () => {
  await client?.close();
  await house?.close();
  collector?.close();
});

const metricsOf = async (app: AppName) => {
  const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
  return (await fetch(`${house.urls[app]}/metrics`, { headers })).text();
};

describe.each(APPS)('%s', (app) => {
  it('says that it is up and ready', async () => {
    for (const path of ['/healthz', '/readyz']) {
      const answer = await fetch(`${house.urls[app]}${path}`);
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({ status: expect.stringMatching(/^(up|ready)$/) });
    }
  });

  it('gives its metrics to the bearer of the token and to nobody else', async () => {
    const address = `${house.urls[app]}/metrics`;
    expect((await fetch(address)).status).toBe(401);
    expect((await fetch(address, { headers: { authorization: `Bearer ${METRICS_TOKEN}x` } })).status).toBe(401);
    expect(await metricsOf(app)).toMatch(
      /^countersign_http_requests_total\{method="GET",route="\/readyz",status="200"\} \d+$/m,
    );
  });

  it('tells how it is: durations, database connections, event-loop lag', async () => {
    const text = await metricsOf(app);
    expect(text).toContain('countersign_http_request_duration_seconds_bucket');
    expect(text).toContain('countersign_database_connections{state="idle"}');
    expect(text).toContain('nodejs_eventloop_lag_seconds');
  });

  it('makes no metric of what a caller chose', async () => {
    await fetch(`${house.urls[app]}/nothing/at-this-address`);
    await fetch(`${house.urls[app]}/mcp/o/a-slug-of-the-caller`);
    await fetch(`${house.urls[app]}/oauth/authorize/an-id-of-the-caller`);
    const text = await metricsOf(app);
    expect(text).not.toMatch(/of-the-caller|at-this-address/);
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-7/);
  });

  it.runIf(app !== 'worker')('names the request in its answer, and the caller’s trace in its log', async () => {
    const traceId = randomBytes(16).toString('hex');
    const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01`, authorization: 'Bearer nothing' };
    const path = app === 'mcp' ? '/mcp' : '/healthz';
    const answer = await fetch(`${house.urls[app]}${path}`, { method: app === 'mcp' ? 'POST' : 'GET', headers });
    const id = answer.headers.get('x-request-id');
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    const line = await vi.waitUntil(() =>
      house.apps[app]
        .output()
        .split('\n')
        .find((text) => text.includes(traceId)),
    );
    expect(JSON.parse(line)).toMatchObject({ reqId: id, traceId });
  });
});

describe('the metrics of a connection’s life', () => {
  it('count tokens by what became of them', async () => {
    expect(await metricsOf('auth')).toMatch(/countersign_audit_events_total\{action="token.issued",outcome="ok"\} 1/);
  });

  it('count tool calls by tool and outcome, and gate refusals by reason', async () => {
    await client.call('get_project', { projectId: 'nothing' });
    expect(await metricsOf('mcp')).toMatch(/countersign_tool_calls_total\{tool="create_project",outcome="ok"\} 1/);
    expect(await metricsOf('mcp')).toMatch(/tool="get_project",outcome="invalid_input"\} 1/);
    const other = await connect('SDK v2, 2025-11-25', `${house.urls.mcp}/mcp`, new Person('ada'), {
      organization: 'Acme Studio',
    });
    await house.database.owner.query(
      "update connection set revoked_at = now(), revoked_reason = 'owner' where id = $1",
      [other.claims()['connection_id']],
    );
    await other.call('whoami').catch(() => {});
    await other.close();
    expect(await metricsOf('mcp')).toMatch(
      /countersign_gate_refusals_total\{kind="connection",reason="revoked"\} [1-9]/,
    );
  });
});

describe('a trace', () => {
  it('follows a call through request, gate, handler and SQL, below its caller’s span', async () => {
    const traceId = randomBytes(16).toString('hex');
    const { accessToken } = client.credentials.held();
    await fetch(`${house.urls.mcp}/mcp`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${accessToken}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: { name: 'list_projects', arguments: {} },
      }),
    });
    const ofTrace = () => collector.spans.filter((span) => span.traceId === traceId);
    await vi.waitUntil(() => ofTrace().some(({ name }) => name === 'POST /mcp'), { timeout: 15_000 });
    const spans = new Map(ofTrace().map((span) => [span.name, span]));
    expect([...spans.keys()]).toEqual(
      expect.arrayContaining(['POST /mcp', 'tool list_projects', 'gate', 'handler', 'sql']),
    );
    expect(spans.get('POST /mcp')?.parentSpanId).toBe('00f067aa0ba902b7');
    expect(spans.get('gate')?.parentSpanId).toBe(spans.get('tool list_projects')?.spanId);
    expect(spans.get('tool list_projects')?.parentSpanId).toBe(spans.get('POST /mcp')?.spanId);
  });

  it('holds no argument, no credential and nobody’s name', () => {
    const { accessToken, refreshToken } = client.credentials.held();
    expect(collector.text()).toContain('tool create_project');
    for (const secret of ['Argument that stays here', accessToken, refreshToken, 'Acme', 'ada@', METRICS_TOKEN]) {
      expect(collector.text()).not.toContain(secret);
    }
  });
});

/** One client on one kept-alive connection, which it leaves when it is asked to. Then it goes elsewhere, as a proxy does. */
async function keepAsking(
  url: string,
  host: string,
  path: string,
  statuses: Map<number | string, number>,
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const { port } = new URL(url);
  for (;;) {
    const answer = await new Promise<IncomingMessage>((done, fail) => {
      request({ agent, port, host: '127.0.0.1', path, headers: { host } }, done).on('error', fail).end();
    }).catch((error: NodeJS.ErrnoException) => error);
    const status = answer instanceof Error ? (answer.code ?? answer.message) : (answer.statusCode ?? 0);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (answer instanceof Error) break;
    await text(answer);
    if (answer.headers.connection === 'close') break;
  }
  agent.destroy();
}

describe.each([
  ['auth', '/oauth/jwks', 200],
  ['mcp', '/.well-known/oauth-protected-resource/mcp', 200],
  ['console', '/auth/sign-in', 303],
  ['worker', '/healthz', 200],
] as const)('%s, asked to stop under load,', (app, path, usual) => {
  it('answers every request it took, says first that it is not ready, and ends well', async () => {
    const { url, stop } = await house.replica(app);
    const statuses = new Map<number | string, number>();
    const clients = Array.from({ length: 16 }, () => keepAsking(url, new URL(house.urls[app]).host, path, statuses));
    await vi.waitUntil(() => (statuses.get(usual) ?? 0) > 100, { timeout: 20_000 });
    const stopped = stop();
    const notReady = await vi.waitUntil(
      () => fetch(`${url}/readyz`).then(async (answer) => (answer.status === 503 ? answer.json() : undefined)),
      { timeout: DRAIN_SECONDS * 1000 },
    );
    await Promise.all(clients);
    expect(notReady).toEqual({ status: 'stopping' });
    expect([...statuses.keys()]).toEqual([usual]);
    expect(await stopped).toBe(0);
  });
});
