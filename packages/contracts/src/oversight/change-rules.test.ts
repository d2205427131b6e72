import { describe, expect, it } from 'vitest';
import { askingFor, type ChangeRule } from './change-rules.ts';

const rule = (parts: Partial<ChangeRule>): ChangeRule => ({
  module: 'billing',
  effect: 'issue',
  decision: 'ask',
  askFromMinor: null,
  currency: null,
  signer: 'own',
  ...parts,
});
const issuing = { module: 'billing', effect: 'issue' } as const;
const asked = (rules: ChangeRule[], askFirst = false) => askingFor({ rules, askFirst }, issuing);

describe('what a call needs', () => {
  it('is nothing where no rule speaks of its module and effect', () => {
    expect(asked([])).toMatchObject({ decision: 'allow' });
    expect(asked([rule({ effect: 'send' }), rule({ module: 'books', decision: 'off' })])).toMatchObject({
      decision: 'allow',
    });
  });

  it('is a signature always, or from an amount on', () => {
    expect(asked([rule({})])).toMatchObject({ decision: 'ask', from: null, askedBy: 'rule' });
    expect(asked([rule({ askFromMinor: 100_000, currency: 'EUR', signer: 'other' })])).toEqual({
      decision: 'ask',
      signer: 'other',
      askedBy: 'rule',
      from: { minor: 100_000, currency: 'EUR' },
    });
  });

  it('is a signature for every change of a connection that asks first, whatever the amount', () => {
    expect(asked([], true)).toEqual({ decision: 'ask', signer: 'own', askedBy: 'connection', from: null });
    expect(asked([rule({ askFromMinor: 100_000, currency: 'EUR' })], true)).toMatchObject({ from: null });
  });

  it('stays off for a connection that asks first, and keeps the stricter signer', () => {
    expect(asked([rule({ decision: 'off' })], true)).toMatchObject({ decision: 'off' });
    expect(asked([rule({ decision: 'allow', signer: 'other' })], true)).toMatchObject({
      decision: 'ask',
      signer: 'other',
    });
  });
});
