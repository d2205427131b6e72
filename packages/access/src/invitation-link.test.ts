import { randomBytes } from 'node:crypto';
import { newId } from '@countersign/runtime/ids';
import { expect, it } from 'vitest';
import { invitationLink, invitationOfToken } from './invitation-link.ts';

const secretKey = randomBytes(32).toString('base64');
const invitation = { organizationId: newId(), id: newId() };
const tokenOf = (key: string) =>
  new URL(invitationLink('https://auth.example', key, invitation)).searchParams.get('token') ?? '';

it('names exactly the invitation it was made for', () => {
  expect(invitationOfToken(secretKey, tokenOf(secretKey))).toEqual(invitation);
});

it('is opened by no other secret', () => {
  expect(invitationOfToken(randomBytes(32).toString('base64'), tokenOf(secretKey))).toBeUndefined();
});

it('holds for nothing else when any byte of it is changed', () => {
  const bytes = Buffer.from(tokenOf(secretKey), 'base64url');
  for (let index = 0; index < bytes.length; index += 1) {
    const changed = Buffer.from(bytes);
    changed[index] = (changed[index] ?? 0) ^ 1;
    expect(invitationOfToken(secretKey, changed.toString('base64url'))).toBeUndefined();
  }
});

it.each(['', 'nonsense', '%', 'a'.repeat(10_000)])('is not %j', (token) => {
  expect(invitationOfToken(secretKey, token)).toBeUndefined();
});
