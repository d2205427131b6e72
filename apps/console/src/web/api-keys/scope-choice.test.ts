import type { PublicCatalogue, PublicTool } from '@countersign/contracts/public-catalogue';
import { describe, expect, it } from 'vitest';
import { chosenIn, isSettledByAll, PRESETS, scopeInWords, scopeRows, toScopes } from './scope-choice.ts';

const tool = (tier: PublicTool['tier'], keyOnly = false): PublicTool => ({
  name: `${tier}_${String(keyOnly)}`,
  title: tier,
  summary: '',
  effect: tier,
  tier,
  scopes: [],
  keyOnly,
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
});
const catalogue: PublicCatalogue = {
  modules: [
    { name: 'tasks', title: 'Tasks', area: 'general', tools: [tool('read'), tool('write'), tool('manage', true)] },
    { name: 'billing', title: 'Billing', area: 'billing', tools: [tool('read'), tool('write'), tool('manage')] },
    { name: 'books', title: 'Books', area: 'finance', tools: [tool('read')] },
  ],
};
const offered = (...parameters: Parameters<typeof scopeRows>) =>
  Object.fromEntries(scopeRows(...parameters).map((row) => [row.module, row.offered]));

describe('the scope table offers', () => {
  it('an organization’s key every tier that a module has tools of', () => {
    expect(offered(catalogue, null)).toEqual({
      '*': ['read', 'write', 'manage'],
      tasks: ['read', 'write', 'manage'],
      billing: ['read', 'write', 'manage'],
      books: ['read'],
    });
  });

  it('a personal key what the role can, and nothing that only an organization’s key may do', () => {
    expect(offered(catalogue, 'viewer')).toEqual({ '*': ['read'], tasks: ['read'], billing: ['read'], books: [] });
    expect(offered(catalogue, 'member')).toEqual({
      '*': ['read', 'write', 'manage'],
      tasks: ['read', 'write'],
      billing: ['read'],
      books: [],
    });
    expect(offered(catalogue, 'owner')['billing']).toEqual(['read', 'write', 'manage']);
    expect(offered(catalogue, 'owner')['tasks']).toEqual(['read', 'write']);
  });
});

describe('a choice', () => {
  it('for all modules holds in each, and each may have more but not less', () => {
    const choice = { '*': 'read', tasks: 'write' } as const;
    expect([chosenIn(choice, 'tasks'), chosenIn(choice, 'books'), chosenIn({}, 'books')]).toEqual([
      'write',
      'read',
      undefined,
    ]);
    expect(isSettledByAll(choice, 'books', undefined)).toBe(true);
    expect(isSettledByAll(choice, 'books', 'write')).toBe(false);
    expect(isSettledByAll(choice, '*', undefined)).toBe(false);
  });

  it('is sent as scopes', () => {
    expect(toScopes({ '*': 'read', tasks: 'write' })).toEqual(['read:*', 'write:tasks']);
    expect(PRESETS.map(({ choice }) => toScopes(choice))).toEqual([['read:*'], ['write:*']]);
  });
});

it.each([
  ['read:*', 'Read everything'],
  ['write:bank_files', 'Write bank files'],
  ['nonsense', 'nonsense'],
])('%s reads “%s”', (scope, words) => {
  expect(scopeInWords(scope)).toBe(words);
});
