import { describe, expect, it } from 'vitest';
import { Country } from './countries.ts';
import { Email } from './email.ts';
import { VatId } from './vat-id.ts';

const problemOf = (
  schema: { safeParse: (value: unknown) => { error?: { issues: { message: string }[] } } },
  value: string,
) => schema.safeParse(value).error?.issues[0]?.message;

describe('an e-mail address', () => {
  it.each([
    ['info@xn--e1afmkfd.xn--p1ai', 'info@xn--e1afmkfd.xn--p1ai'],
    ['Инфо@Пример.рф', 'инфо@xn--e1afmkfd.xn--p1ai'],
    ['maksut@käännös.example', 'maksut@xn--knns-loaa2k.example'],
    ['Accounts@Example.COM ', 'accounts@example.com'],
    ["o'neil+bills@sub.example.co.uk", "o'neil+bills@sub.example.co.uk"],
  ])('%s is kept as %s', (said, kept) => {
    expect(Email.parse(said)).toBe(kept);
  });

  it.each([
    'ada',
    'ada@',
    '@example.com',
    'ada@localhost',
    'ada@@example.com',
    'ada@exa mple.com',
    'a..b@example.com',
    'ada@127.0.0.1',
    'ada@example.com, eve@evil.example',
    'ada@example.com\nBcc: eve@evil.example',
    'ada@-x.example',
    `${'a'.repeat(65)}@example.com`,
  ])('%j is none', (said) => {
    expect(Email.safeParse(said).success).toBe(false);
  });
});

describe('a country', () => {
  it.each(['FI', 'fi', 'GB', 'XK'])('%s is one', (code) => {
    expect(Country.parse(code)).toBe(code.toUpperCase());
  });

  it('that has another code is named', () => {
    expect(problemOf(Country, 'UK')).toMatch(/GB is probably meant/);
    expect(problemOf(Country, 'EL')).toMatch(/GR is probably meant/);
  });

  it.each(['XX', 'ZZ', 'EU', 'FIN', 'Finland', '', '99'])('%s is none', (code) => {
    expect(problemOf(Country, code)).toMatch(/two letters/);
  });
});

describe('a VAT id', () => {
  it.each([
    ['FI20345671', 'FI20345671'],
    ['fi 2034 5671', 'FI20345671'],
    ['SE559900000001', 'SE559900000001'],
    ['DE-123456789', 'DE123456789'],
    ['EL123456789', 'EL123456789'],
    ['NO912345678MVA', 'NO912345678MVA'],
    ['JP1234567890123', 'JP1234567890123'],
  ])('%s is kept as %s', (said, kept) => {
    expect(VatId.parse(said)).toBe(kept);
  });

  it.each([
    ['XX99', /XX, which is no country/],
    ['UK123456789', /begin with GB/],
    ['GR123456789', /begin with EL/],
    ['FI123', /not written as VAT ids of FI/],
    ['12345678', /must begin with a country code/],
  ])('%s is refused with what is wrong', (said, message) => {
    expect(problemOf(VatId, said)).toMatch(message);
  });
});
