import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registerPublic } from '@countersign/testing/oauth-client';
import { Person } from '@countersign/testing/person';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../mcp-client.ts';
import { useHouse } from '../use-house.ts';

const SUITE = join(import.meta.dirname, '../../node_modules/@modelcontextprotocol/conformance/dist/index.js');

const NOT_APPLICABLE = join(import.meta.dirname, 'not-applicable.yml');

const house = useHouse();
let proxy: Server;
let proxied: string;
let results: string;
beforeAll(async () => {
  results = await mkdtemp(join(tmpdir(), 'countersign-conformance-'));
  const client = await connect('SDK v2, 2026-07-28', `${house.urls.mcp}/mcp`, new Person('ada'), {
    organization: 'Acme Studio',
  });
  proxy = await openProxy(house.urls.mcp, client.credentials.held().accessToken);
  proxied = `http://localhost:${(proxy.address() as AddressInfo).port}/mcp`;
  await client.close();
});
afterAll(async () => {
  proxy.close();
  await rm(results, { recursive: true, force: true });
});

/** The suite has no way to sign in, so a proxy adds the credential; everything else is the server's own. */
async function openProxy(target: string, accessToken: string): Promise<Server> {
  const { hostname, port } = new URL(target);
  const server = createServer((incoming, outgoing) => {
    const { host, ...headers } = incoming.headers;
    // A rebinding attempt keeps its foreign host; the proxy's own address stands for the server's.
    const forwarded = host?.startsWith('localhost:') || host?.startsWith('127.0.0.1:') ? `${hostname}:${port}` : host;
    const onward = request(
      {
        hostname: '127.0.0.1',
        port,
        path: incoming.url,
        method: incoming.method,
        headers: { ...headers, host: forwarded, authorization: `Bearer ${accessToken}` },
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function runSuite(args: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((done) => {
    execFile(process.execPath, [SUITE, ...args, '-o', results], (error, stdout, stderr) => {
      done({ code: error ? Number(error.code ?? 1) : 0, output: stdout + stderr });
    });
  });
}

// The suite's other server scenarios call fixture tools by fixed names, which a product does not have.
describe.each(['2025-11-25', '2026-07-28'])('the official suite of %s', (version) => {
  const scenarios = {
    '2025-11-25': [
      'server-initialize',
      'ping',
      'tools-list',
      'prompts-list',
      'resources-list',
      'dns-rebinding-protection',
    ],
    '2026-07-28': [
      'tools-list',
      'prompts-list',
      'resources-list',
      'sep-2164-resource-not-found',
      'dns-rebinding-protection',
      'http-header-validation',
      'caching',
      'server-stateless',
    ],
  }[version];

  it.each(scenarios ?? [])('finds no fault in %s', async (scenario) => {
    const { code, output } = await runSuite([
      'server',
      '--url',
      proxied,
      '--scenario',
      scenario,
      '--spec-version',
      version,
      '--expected-failures',
      NOT_APPLICABLE,
    ]);
    expect(code, output).toBe(0);
  });
});

describe('the official suite for authorization servers', () => {
  it('finds no fault in the metadata and the authorization code grant', async () => {
    const port = (proxy.address() as AddressInfo).port + 1;
    const ada = new Person('ada');
    const redirectUri = `http://127.0.0.1:${port}/callback`;
    const clientId = await registerPublic(house.apps.auth, redirectUri);
    const settings = {
      '--url': house.urls.auth,
      '--client-id': clientId,
      '--resource': `${house.urls.mcp}/mcp`,
      '-p': String(port),
      '-o': results,
    };
    const suite = spawn(process.execPath, [SUITE, 'authorization', ...Object.entries(settings).flat()]);
    let output = '';
    suite.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    suite.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    const ended = once(suite, 'exit');
    const visited = new Set<string>();
    while (suite.exitCode === null) {
      const [url] =
        output.match(/https?:\/\/\S+\/oauth\/authorize\?\S+/g)?.filter((found) => !visited.has(found)) ?? [];
      if (url) {
        visited.add(url);
        await fetch(await ada.consent(url, { organization: 'Acme Studio' }));
      }
      await new Promise((wake) => setTimeout(wake, 50));
    }
    const [code] = (await ended) as [number];
    expect(code, output).toBe(0);
  });
});
