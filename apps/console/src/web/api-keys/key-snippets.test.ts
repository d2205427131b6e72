import { describe, expect, it } from 'vitest';
import { KEY_GUIDES } from './key-snippets.ts';

const connector = { name: 'countersign-acme', url: 'https://mcp.example.com/mcp/o/acme' };
const KEY = 'csk_org_0123456789';
const textsOf = (name: string) =>
  (KEY_GUIDES.find((guide) => guide.name === name)?.steps(connector, KEY) ?? []).flatMap(({ snippet }) =>
    snippet ? [snippet.text] : [],
  );

describe('every guide to a key', () => {
  it.each(KEY_GUIDES.map(({ name }) => name))('%s is filled in with the address and the key', (name) => {
    const texts = textsOf(name).join('\n');
    expect(texts).toContain('https://mcp.example.com/');
    expect(texts).toContain(KEY);
  });
});

it('gives Claude Code the command it understands', () => {
  expect(textsOf('Claude Code')).toEqual([
    'claude mcp add --transport http countersign-acme https://mcp.example.com/mcp/o/acme --header "Authorization: Bearer csk_org_0123456789"',
  ]);
});

it('gives VS Code settings that ask for the key instead of holding it, since a workspace is shared', () => {
  const [settings = ''] = textsOf('VS Code');
  expect(settings).not.toContain(KEY);
  expect(JSON.parse(settings)).toEqual({
    inputs: [{ type: 'promptString', id: 'countersign-acme-key', description: 'API key', password: true }],
    servers: {
      'countersign-acme': {
        type: 'http',
        url: connector.url,
        headers: { Authorization: `Bearer \${input:countersign-acme-key}` },
      },
    },
  });
});
