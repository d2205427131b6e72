import { describe, expect, it } from 'vitest';
import { type AssistantListView, clientOrigin, effectOfList } from './console-assistants.ts';

describe('what an admin types for an assistant', () => {
  it.each([
    ['claude.ai', 'claude.ai'],
    [' Claude.AI ', 'claude.ai'],
    ['https://claude.ai/oauth/mcp-oauth-client-metadata', 'claude.ai'],
    ['bücher.example', 'xn--bcher-kva.example'],
    // Its first letters are Cyrillic and fullwidth: told apart by the spelling that is kept, or made the same by it.
    ['сlaude.ai', 'xn--laude-0ye.ai'],
    ['ｃlaude.ai', 'claude.ai'],
    ['xn--laude-0ye.ai', 'xn--laude-0ye.ai'],
    ['example.com:8443', 'example.com:8443'],
    ['example.com:443', 'example.com'],
    ['loopback', 'loopback'],
    ['cursor:', 'cursor:'],
    ['com.example.app:', 'com.example.app:'],
  ])('%j is kept as %j', (typed, kept) => {
    expect(clientOrigin(typed)).toBe(kept);
  });

  it.each([
    '',
    'localhost',
    'claude',
    '*.claude.ai',
    'http://claude.ai',
    'javascript:alert(1)',
    'a@b.example',
    'x.example?q',
    'claude.ai.',
    'claude..ai',
    'claude.ai@evil.example',
    'https://claude.ai:x@evil.example/',
    'claude.ai#x',
    '[::1]',
    'https://[2001:db8::1]/',
    '127.0.0.1',
    '2130706433',
    'xn--',
    ' ',
  ])('%j stands for no assistant', (typed) => {
    expect(clientOrigin(typed)).toBeUndefined();
  });
});

it('a change of the list says how many connections it stops and lets in again', () => {
  const view: AssistantListView = {
    organization: { slug: 'acme', name: 'Acme' },
    onlyListed: true,
    listed: ['claude.ai'],
    connected: [
      { origin: 'claude.ai', count: 2 },
      { origin: 'loopback', count: 3 },
    ],
  };
  expect(effectOfList(view, { onlyListed: true, listed: ['loopback'] })).toEqual({ stops: 2, resumes: 3 });
  expect(effectOfList(view, { onlyListed: false, listed: [] })).toEqual({ stops: 0, resumes: 3 });
  expect(effectOfList({ ...view, onlyListed: false }, { onlyListed: true, listed: [] })).toEqual({
    stops: 5,
    resumes: 0,
  });
});
