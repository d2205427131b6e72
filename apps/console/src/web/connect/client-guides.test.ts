import { describe, expect, it } from 'vitest';
import { CLIENT_GUIDES } from './client-guides.ts';
import { claudeAi } from './guides/claude-ai.ts';
import { claudeCode } from './guides/claude-code.ts';
import { cursor } from './guides/cursor.ts';
import { openAiResponses } from './guides/openai-responses.ts';
import { vsCode } from './guides/vs-code.ts';
import { reachOf } from './reach.ts';

const connector = { name: 'countersign-acme', url: 'https://mcp.example.com/mcp/o/acme' };

describe('every guide', () => {
  it.each(CLIENT_GUIDES.map((guide) => [guide.name, guide] as const))(
    '%s names this deployment’s address',
    (_name, guide) => {
      const snippets = guide.steps(connector).flatMap(({ snippet }) => (snippet ? [snippet.text] : []));
      expect(snippets.some((text) => text.includes(connector.url))).toBe(true);
    },
  );

  it('has an address of its own that can be linked to', () => {
    const slugs = CLIENT_GUIDES.map(({ slug }) => slug);
    expect(new Set(slugs).size).toBe(slugs.length);
    // The server takes a dot in the last part for a file.
    for (const slug of slugs) expect(slug).toMatch(/^[a-z\d]+(-[a-z\d]+)*$/);
  });

  it('gives JSON that parses wherever it gives a file', () => {
    for (const guide of CLIENT_GUIDES) {
      for (const { snippet } of guide.steps(connector)) {
        if (snippet?.file) expect(() => JSON.parse(snippet.text)).not.toThrow();
      }
    }
  });
});

describe('one-click links carry exactly the address', () => {
  it('for claude.ai in its query', () => {
    const { origin, pathname, searchParams } = new URL(claudeAi.link?.href(connector) ?? '');
    expect([origin + pathname, Object.fromEntries(searchParams)]).toEqual([
      'https://claude.ai/customize/connectors',
      { modal: 'add-custom-connector', connectorName: 'countersign-acme', connectorUrl: connector.url },
    ]);
  });

  it('for Cursor as base64 of its settings', () => {
    const link = new URL(cursor.link?.href(connector) ?? '');
    expect(link.href).toMatch(/^cursor:\/\/anysphere\.cursor-deeplink\/mcp\/install\?/);
    expect(link.searchParams.get('name')).toBe('countersign-acme');
    expect(JSON.parse(atob(link.searchParams.get('config') ?? ''))).toEqual({ url: connector.url });
  });

  it('for VS Code as its settings', () => {
    const [scheme, settings = ''] = (vsCode.link?.href(connector) ?? '').split('?');
    expect(scheme).toBe('vscode:mcp/install');
    expect(JSON.parse(decodeURIComponent(settings))).toEqual({
      name: 'countersign-acme',
      type: 'http',
      url: connector.url,
    });
  });
});

it('gives Claude Code the command it understands', () => {
  expect(claudeCode.steps(connector)[0]?.snippet?.text).toBe(
    'claude mcp add --transport http countersign-acme https://mcp.example.com/mcp/o/acme',
  );
});

describe('terminals are given the command they understand', () => {
  it.each([
    ['gemini-cli', `gemini mcp add --scope user --transport http ${connector.name} ${connector.url}`],
    ['copilot-cli', `copilot mcp add --transport http ${connector.name} ${connector.url}`],
    ['opencode', `opencode mcp auth ${connector.name}`],
    ['qwen-code', `qwen mcp add --scope user --transport http ${connector.name} ${connector.url}`],
  ])('%s', (slug, command) => {
    const guide = CLIENT_GUIDES.find((one) => one.slug === slug);
    expect(guide?.steps(connector).map(({ snippet }) => snippet?.text)).toContain(command);
  });
});

it('points a program at the metadata of its own address', () => {
  expect(openAiResponses.steps(connector)[0]?.snippet?.text).toContain(
    'https://mcp.example.com/.well-known/oauth-protected-resource/mcp/o/acme',
  );
});

describe('who reaches an address', () => {
  const [hosted, local] = [{ isHosted: true }, { isHosted: false }];
  it.each([
    ['https://mcp.example.com/mcp', 'anywhere', 'anywhere'],
    ['http://localhost:4001/mcp', 'not_this_client', 'this_machine'],
    ['http://[::1]:4001/mcp', 'not_this_client', 'this_machine'],
    ['https://127.0.0.1/mcp', 'not_this_client', 'this_machine'],
  ] as const)('%s: a hosted client %s, a local one %s', (url, forHosted, forLocal) => {
    expect([reachOf(hosted, url), reachOf(local, url)]).toEqual([forHosted, forLocal]);
  });
});
