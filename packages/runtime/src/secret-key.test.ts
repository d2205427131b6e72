import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { deriveKey, isSignedBy, seal, sign, unseal } from './secret-key.ts';

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
