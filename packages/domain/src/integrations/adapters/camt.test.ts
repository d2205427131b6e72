import { camt053 } from '@countersign/testing/camt-053';
import { describe, expect, it } from 'vitest';
import { readCamt } from './camt.ts';

const read = (text: string) => readCamt(text, 'EUR');
const one = {
  amount: '124.00',
  bookedOn: '2026-03-02',
  reference: '0000 10045',
  payer: 'Kivi &amp; Ruska Oy',
  bankReference: 'A1',
};

it('reads the account and every movement that is booked', () => {
  const text = camt053([
    one,
    { amount: '50', bookedOn: '2026-03-03', message: 'Phones', out: true, bankReference: 'A2' },
  ]).toString();
  expect(read(text)).toMatchObject({
    format: 'camt',
    account: 'FI2112345600000785',
    movements: [
      {
        bookedOn: '2026-03-02',
        amountMinor: 12_400,
        currency: 'EUR',
        counterparty: 'Kivi & Ruska Oy',
        remitted: [{ reference: '0000 10045', amountMinor: null }],
        message: null,
        bankReference: 'A1',
        line: 6,
      },
      { amountMinor: -5000, message: 'Phones', counterparty: null, remitted: [] },
    ],
  });
  expect(read(text.replaceAll('<Sts>BOOK</Sts>', '<Sts><Cd>PDNG</Cd></Sts>'))).toMatchObject({ movements: [] });
});

it('reads amounts in the minor units of their currency', () => {
  const yen = (amount: string) => read(camt053([{ ...one, amount, currency: 'JPY' }]).toString());
  expect(yen('12400')).toMatchObject({ movements: [{ amountMinor: 12_400, currency: 'JPY' }] });
  expect(yen('12400.00')).toMatchObject({ movements: [{ amountMinor: 12_400 }] });
  expect(yen('12400.50')).toEqual({
    failure: 'unreadable',
    detail: 'No movement of it can be read: line 6: 12400.50 has more decimals than JPY.',
  });
});

it('names no account that is no IBAN', () => {
  expect(read(camt053([one], 'FI97123456000007').toString())).toMatchObject({ account: null, movements: [{}] });
  expect(read(camt053([one], 'x'.repeat(500)).toString())).toMatchObject({ account: null });
});

it('takes the newer form of names and states, and a prefix for every element', () => {
  const newer = camt053([one])
    .toString()
    .replace('<Dbtr><Nm>Kivi &amp; Ruska Oy</Nm></Dbtr>', '<Dbtr><Pty><Nm>Kivi</Nm></Pty></Dbtr>')
    .replace('<Sts>BOOK</Sts>', '<Sts><Cd>BOOK</Cd></Sts>');
  expect(read(newer)).toMatchObject({ movements: [{ counterparty: 'Kivi', amountMinor: 12_400 }] });
  const prefixed = newer.replaceAll(/<(\/?)([A-Z])/g, '<$1c:$2').replace('xmlns=', 'xmlns:c=');
  expect(read(prefixed)).toMatchObject({ movements: [{ counterparty: 'Kivi' }] });
});

it('splits an entry that the bank books as one', () => {
  const part = (amount: string, reference: string) =>
    `<TxDtls><AmtDtls><TxAmt><Amt Ccy="EUR">${amount}</Amt></TxAmt></AmtDtls><RmtInf><Strd><CdtrRefInf><Ref>${reference}</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>`;
  const text = camt053([one])
    .toString()
    .replace(/<NtryDtls>[^]*<\/NtryDtls>/, `<NtryDtls>${part('100.00', '10045')}${part('24.00', '10058')}</NtryDtls>`);
  expect(read(text)).toMatchObject({
    movements: [
      {
        amountMinor: 10_000,
        remitted: [{ reference: '10045' }],
        bankReference: 'A1',
        batch: { reference: 'A1', amountMinor: 12_400 },
      },
      { amountMinor: 2400, remitted: [{ reference: '10058' }], bankReference: 'A1' },
    ],
  });
});

describe('a file that is made to hurt', () => {
  const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
  it.each([
    ['an entity that names a file', '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'],
    ['an entity that names an address', '<!DOCTYPE d [<!ENTITY x SYSTEM "http://127.0.0.1/">]>'],
    ['a billion laughs', `<!DOCTYPE d [<!ENTITY l0 "ha">${laughs}]>`],
    ['a declaration elsewhere', '<!doctype d SYSTEM "d.dtd">'],
  ])('with %s is refused unread', (_what, declaration) => {
    const text = camt053([one]).toString().replace('<Document', `${declaration}<Document`).replace('Kivi', '&x;&l9;');
    expect(read(text)).toEqual({ failure: 'unsafe' });
  });

  it('with an entity it does not declare keeps it as text', () => {
    const text = camt053([{ ...one, payer: '&x; &#x26;' }]).toString();
    expect(read(text)).toMatchObject({ movements: [{ counterparty: '&x; &#x26;' }] });
  });

  it('with deep nesting, a wrong shape or a name of an object’s own is only unreadable', () => {
    const broken = [
      '<Document>'.repeat(20_000),
      '<Document><BkToCstmrStmt><Stmt/></BkToCstmrStmt>',
      '<Document><constructor/><__proto__/><toString/></Document>',
      '<Document/>',
      'Date;Amount',
      '',
    ];
    for (const text of broken) expect(read(text)).toEqual({ failure: 'unreadable' });
  });

  it.each(['12,50', '1e9', '-5', '0x10', '99999999999.00', '1.005', ''])(
    'with the amount %j is unreadable',
    (amount) => {
      expect(read(camt053([{ ...one, amount }]).toString())).toMatchObject({ failure: 'unreadable' });
    },
  );

  it('with an impossible day is unreadable', () => {
    expect(read(camt053([{ ...one, bookedOn: '2026-02-30' }]).toString())).toMatchObject({ failure: 'unreadable' });
  });

  it('with more movements than anybody has is refused', () => {
    const many = Array.from({ length: 5001 }, (_, n) => ({ ...one, bankReference: String(n) }));
    expect(read(camt053(many).toString())).toEqual({ failure: 'too_many_rows' });
  });
});
