import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { acceptedKeys, acceptPreviousSecretKey, deriveKey, isSignedBy, seal, sign, unseal } from './secret-key.ts';

const secret = randomBytes(32).toString('base64');
const key = deriveKey(secret, 'sealing');

describe('sealing', () => {
  it('opens only in the context it was made for', () => {
    const sealed = seal(key, 'client/1', 'wine');
    expect(unseal(key, 'client/1', sealed)).toBe('wine');
    expect(() => unseal(key, 'client/2', sealed)).toThrow();
    expect(() => unseal(deriveKey(secret, 'csrf'), 'client/1', sealed)).toThrow();
  });

  it('gives different bytes each time and hides the text', () => {
    expect(seal(key, 'a', 'wine')).not.toEqual(seal(key, 'a', 'wine'));
    expect(seal(key, 'a', 'wine').includes('wine')).toBe(false);
  });
});

describe('signing', () => {
  it('does not confuse parts that join to the same text', () => {
    const signature = sign(key, 'ab', 'c');
    expect(isSignedBy(key, signature, 'ab', 'c')).toBe(true);
    expect(isSignedBy(key, signature, 'a', 'bc')).toBe(false);
    expect(isSignedBy(key, '', 'ab', 'c')).toBe(false);
  });
});

describe('the secret key before', () => {
  const before = randomBytes(32).toString('base64');
  const present = randomBytes(32).toString('base64');
  const [sealed, signature] = [
    seal(deriveKey(before, 'sealing', 'cookie'), 'row', 'wine'),
    sign(deriveKey(before, 'csrf', 'form'), 'part'),
  ];
  const opens = () => unseal(deriveKey(present, 'sealing', 'cookie'), 'row', sealed);
  const recognizes = () => isSignedBy(deriveKey(present, 'csrf', 'form'), signature, 'part');

  it('opens and signs nothing until it is accepted, and then for the same purpose and context alone', () => {
    expect(opens).toThrow();
    expect(recognizes()).toBe(false);
    acceptPreviousSecretKey(present, before);
    expect(opens()).toBe('wine');
    expect(recognizes()).toBe(true);
    expect(() => unseal(deriveKey(present, 'sealing', 'other'), 'row', sealed)).toThrow();
    expect(isSignedBy(deriveKey(present, 'csrf', 'other'), signature, 'part')).toBe(false);
  });

  it('makes nothing new', () => {
    acceptPreviousSecretKey(present, before);
    const key = deriveKey(present, 'sealing', 'cookie');
    expect(() => unseal(deriveKey(before, 'sealing', 'cookie'), 'row', seal(key, 'row', 'wine'))).toThrow();
    expect(acceptedKeys(key)[0]).toEqual(key);
    expect(acceptedKeys(key)).toHaveLength(2);
  });
});
