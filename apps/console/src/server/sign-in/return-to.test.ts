import { expect, it } from 'vitest';
import { returnTo } from './return-to.ts';

it.each([
  '/settings/connections',
  '/orgs/acme/settings/mcp-write-access?from=mail#switches',
  '/a%2F%2Fb?next=//elsewhere.example',
])('comes back to %s', (path) => {
  expect(returnTo(path)).toBe(path);
});

it.each([
  'https://elsewhere.example/',
  '//elsewhere.example',
  '///elsewhere.example',
  '/\\elsewhere.example',
  '\\\\elsewhere.example',
  '/\t/elsewhere.example',
  '/\n/elsewhere.example',
  '\t//elsewhere.example',
  '/.//elsewhere.example',
  '/..//elsewhere.example',
  '/x/..//elsewhere.example',
  '/./\\elsewhere.example',
  '/%2e//elsewhere.example',
  'javascript:alert(1)',
  'elsewhere.example',
  '@elsewhere.example',
  '',
  `/${'a'.repeat(2000)}`,
  '/auth/sign-in',
  '/AUTH/sign-in',
  '/x/../auth/callback?code=1',
  '/api/session',
  undefined,
  null,
  ['/settings/connections', '//elsewhere.example'],
])('never goes to %j', (value) => {
  expect(returnTo(value)).toBe('/');
});
