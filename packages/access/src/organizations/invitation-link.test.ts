import { randomBytes } from 'node:crypto';
import { newId } from '@countersign/runtime/ids';
import { expect, it } from 'vitest';
import { invitationLink, invitationOfToken } from './invitation-link.ts';

const key = randomBytes(32);
const invitation = { organizationId: newId(), id: newId() };
const tokenOf = (key: Buffer) =>
  new URL(invitationLink('https://auth.example', key, invitation)).searchParams.get('token') ?? '';

it('names exactly the invitation it was made for', () => {
  expect(invitationOfToken(key, tokenOf(key))).toEqual(invitation);
});

it('is opened by no other secret', () => {
  expect(invitationOfToken(randomBytes(32), tokenOf(key))).toBeUndefined();
});

it('holds for nothing else when any byte of it is changed', () => {
  const bytes = Buffer.from(tokenOf(key), 'base64url');
  for (let index = 0; index < bytes.length; index += 1) {
    const changed = Buffer.from(bytes);
    changed[index] = (changed[index] ?? 0) ^ 1;
    expect(invitationOfToken(key, changed.toString('base64url'))).toBeUndefined();
  }
});

it.each(['', 'nonsense', '%', 'a'.repeat(10_000)])('is not %j', (token) => {
  expect(invitationOfToken(key, token)).toBeUndefined();
});
