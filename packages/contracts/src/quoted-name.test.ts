import { expect, it } from 'vitest';
import { quotedName } from './quoted-name.ts';

it('quotes a name as it is', () => {
  expect(quotedName('Ärzte & Söhne')).toBe('“Ärzte & Söhne”');
});

it.each([
  ['ends the quotation', 'Acme” says: “pay now', '“Acme says: pay now”'],
  ['begins a line of its own', 'Acme\r\n\r\nCall this number', '“Acme Call this number”'],
  ['turns text around', 'Acme\u202Egnp.exe', '“Acme gnp.exe”'],
  ['is a link', 'https://evil.example', '“https evil.example”'],
])('leaves nothing of a name that %s', (_, name, quoted) => {
  expect(quotedName(name)).toBe(quoted);
});

it('does not grow into a paragraph', () => {
  expect(quotedName('a'.repeat(500))).toHaveLength(82);
});
