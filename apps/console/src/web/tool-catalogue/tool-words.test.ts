import type { PublicModule, PublicTool } from '@countersign/contracts/public-catalogue';
import { expect, it } from 'vitest';
import { fitting, guardsOf, kindOf, whoMay } from './tool-words.ts';

const hints = { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false };
const read = { tier: 'read', keyOnly: false } as const;
const write = { tier: 'write', keyOnly: false } as const;
const keyOnly = { tier: 'manage', keyOnly: true } as const;

function tool(name: string, summary: string, rest: Partial<PublicTool> = {}): PublicTool {
  return {
    name,
    title: name.replaceAll('_', ' '),
    summary,
    effect: 'create',
    scopes: [],
    annotations: hints,
    ...write,
    ...rest,
  };
}

const notes: PublicModule = {
  name: 'notes',
  title: 'Notes',
  area: 'general',
  tools: [
    tool('list_notes', 'Short texts.', { ...read, annotations: { ...hints, readOnlyHint: true } }),
    tool('create_note', 'Write one down.'),
    tool('delete_note', 'For good.', { ...keyOnly, annotations: { ...hints, destructiveHint: true } }),
  ],
};
const books: PublicModule = {
  name: 'books',
  title: 'Books',
  area: 'finance',
  tools: [tool('close_year', 'Ends it.', { tier: 'manage', annotations: { ...hints, destructiveHint: true } })],
};
const names = (modules: readonly PublicModule[]) => modules.flatMap(({ tools }) => tools.map(({ name }) => name));

it('says who may call a tool as the algebra of permission has it', () => {
  expect(whoMay(read, 'general')).toBe('Every member');
  expect(whoMay(write, 'general')).toBe('Members, finance, admins, and owners');
  expect(whoMay(write, 'billing')).toBe('Finance, admins, and owners');
  expect(whoMay(read, 'finance')).toBe('Finance, admins, and owners');
  expect(whoMay(keyOnly, 'general')).toBe('Only an organization’s API key');
});

it('names the switches and the API key scope', () => {
  expect(guardsOf(read, notes)).toEqual(['MCP access', 'API key scope read:notes']);
  expect(guardsOf(write, notes)).toEqual(['MCP write access', 'API key scope write:notes']);
  expect(guardsOf(write, books)).toEqual(['MCP write access and MCP billing write', 'API key scope write:books']);
  expect(guardsOf(keyOnly, notes)).toEqual(['API key scope manage:notes', 'No consent reaches it']);
});

it('puts each tool into one kind', () => {
  expect([...notes.tools, ...books.tools].map(kindOf)).toEqual(['reads', 'writes', 'key', 'final']);
});

it('finds by every word, in titles, names and summaries, and by kind', () => {
  const modules = [notes, books];
  expect(names(fitting(modules, '', undefined))).toHaveLength(4);
  expect(names(fitting(modules, 'NOTE write', undefined))).toEqual(['create_note']);
  expect(names(fitting(modules, 'books', undefined))).toEqual(['close_year']);
  expect(names(fitting(modules, 'note', 'reads'))).toEqual(['list_notes']);
  expect(fitting(modules, 'nothing like it', undefined)).toEqual([]);
});
