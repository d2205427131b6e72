import { expect, it } from 'vitest';
import { safeReturnTo } from './return-to.ts';

it.each(['/', '/account/password', '/oauth/interaction/V1StGXR8_Z5jdHi6B-myT'])('leads on to %s', (path) => {
  expect(safeReturnTo(path)).toBe(path);
});

it.each([
  undefined,
  ['/'],
  '',
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/%2f%2fevil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  ' //evil.example',
  'javascript:alert(1)',
  'http:evil.example',
  '/oauth/interaction/../../evil',
  '/oauth/interaction/x?next=//evil.example',
  '/oauth/interaction/x#//evil.example',
  '/oauth/interaction/x\n',
  '/oauth/interaction/x/consent',
  '/oauth/interaction/',
  `/oauth/interaction/${'x'.repeat(65)}`,
  '/sign-out',
])('never leads to %j', (value) => {
  expect(safeReturnTo(value)).toBeNull();
});
