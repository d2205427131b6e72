import { API_KEY_KINDS } from '@countersign/contracts/key-scopes';
import { describe, expect, it } from 'vitest';
import { digestOfApiKey, isApiKey, newApiKey } from './api-key.ts';

const { key } = newApiKey('organization');

describe('a new API key', () => {
  it.each(API_KEY_KINDS)('says by its beginning that it is ours and whose (%s)', (kind) => {
    const made = newApiKey(kind);
    expect(made.key).toMatch(kind === 'personal' ? /^csk_per_[0-9A-Za-z]{46}$/ : /^csk_org_[0-9A-Za-z]{46}$/);
    expect(isApiKey(made.key)).toBe(true);
  });

  it('is known again by its digest alone, and is not in it', () => {
    const made = newApiKey('personal');
    expect(digestOfApiKey(made.key)).toEqual(made.digest);
    expect(made.digest).toHaveLength(32);
  });

  it('shows of itself no more than leaves 192 bits and more unknown', () => {
    const made = newApiKey('organization');
    expect(made.key.startsWith(made.prefix)).toBe(true);
    const unknown = made.key.length - 6 - made.prefix.length;
    expect(unknown * Math.log2(62)).toBeGreaterThanOrEqual(192);
  });

  it('uses every character about as often as any other', () => {
    const counts = new Map<string, number>();
    for (let made = 0; made < 500; made += 1) {
      for (const character of newApiKey('organization').key.slice(8, 48)) {
        counts.set(character, (counts.get(character) ?? 0) + 1);
      }
    }
    expect(counts.size).toBe(62);
    // 20,000 characters, 323 of each to be expected; eight standard deviations to both sides.
    for (const count of counts.values()) expect(Math.abs(count - 20_000 / 62)).toBeLessThan(144);
  });
});

describe('what is no API key', () => {
  it('is one with any single character changed', () => {
    for (let place = 8; place < key.length; place += 1) {
      const other = key[place] === 'x' ? 'y' : 'x';
      expect(digestOfApiKey(key.slice(0, place) + other + key.slice(place + 1))).toBeUndefined();
    }
  });

  it.each([
    ['nothing', ''],
    ['the beginning alone', 'csk_org_'],
    ['another kind with the same rest', key.replace('csk_org_', 'csk_per_')],
    ['one that lacks its end', key.slice(0, -1)],
    ['one with more behind it', `${key}0`],
    ['one with a line end', `${key}\n`],
    ['one in capitals', key.toUpperCase()],
    ['an access token', 'eyJhbGciOiJFUzI1NiJ9.e30.c2ln'],
  ])('is %s', (_what, text) => {
    expect(digestOfApiKey(text)).toBeUndefined();
  });
});
