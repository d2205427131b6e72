import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startConsole } from './console-under-test.ts';

const DOCS = join(import.meta.dirname, '../../../docs');

let console_: Awaited<ReturnType<typeof startConsole>>;
beforeAll(async () => {
  console_ = await startConsole({
    authUrl: 'https://auth.example.test',
    mcpUrl: 'https://mcp.example.test',
    consoleUrl: 'https://console.example.test',
  });
});
afterAll(() => console_.close());

describe('the docs for assistants', () => {
  it('begin at /llms.txt, which names this deployment and leads to documents that are there', async () => {
    const answer = await console_.app.inject('/llms.txt');
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(answer.body).toContain('https://mcp.example.test/mcp');
    expect(answer.body).not.toContain('localhost:400');
    const linked = [...answer.body.matchAll(/https:\/\/console\.example\.test(\/docs\/[^)]+)/g)].map(
      ([, path]) => path ?? '',
    );
    expect(linked.length).toBeGreaterThanOrEqual(4);
    for (const path of linked) expect((await console_.app.inject(path)).statusCode, path).toBe(200);
  });

  it('are the documents of the repository, word for word but for the addresses', async () => {
    const names = (await readdir(DOCS, { recursive: true })).filter((name) => name.endsWith('.md'));
    expect(names).toEqual(expect.arrayContaining(['connecting.md', 'operate.md', 'troubleshooting.md']));
    for (const name of names) {
      const answer = await console_.app.inject(`/docs/${name}`);
      expect(answer.headers['content-type']).toBe('text/markdown; charset=utf-8');
      const withoutAddresses = (text: string) =>
        text.replaceAll(/https?:\/\/(localhost:400\d|(auth|mcp|console)\.example\.test)/g, '');
      expect(withoutAddresses(answer.body)).toBe(withoutAddresses(await readFile(join(DOCS, name), 'utf8')));
    }
  });

  it('link to no document that is not served', async () => {
    const names = (await readdir(DOCS, { recursive: true })).filter((name) => name.endsWith('.md'));
    for (const name of names) {
      const { body } = await console_.app.inject(`/docs/${name}`);
      const linked = [...body.matchAll(/\]\(([^):]+\.md)(?:#[^)]*)?\)/g)].map(([, path]) =>
        posix.join('/docs', name, '..', path ?? ''),
      );
      for (const path of linked) expect((await console_.app.inject(path)).statusCode, `${name} to ${path}`).toBe(200);
    }
  });

  it.each([
    'client could not register',
    'connected, but no write tools',
    '401 after an hour',
    'wrong organization',
    'ChatGPT shows no tools',
    'rate limited',
  ])('help with the symptom “%s”', async (symptom) => {
    const { body } = await console_.app.inject('/docs/troubleshooting.md');
    expect(body.toLowerCase()).toContain(`## ${symptom.toLowerCase()}`);
  });

  it.each(['/docs/../package.json', '/docs/adr', '/docs/secret.md'])('serve nothing else: %s', async (path) => {
    const { statusCode, body } = await console_.app.inject({ url: path, headers: { accept: 'text/markdown' } });
    expect(statusCode).toBe(404);
    expect(body).not.toContain('countersign');
  });
});
