import { expect, it } from 'vitest';
import { readBankCsv } from './bank-csv.ts';

const read = (text: string) => readBankCsv(text, 'EUR');

it('reads Finnish columns, decimal commas and days written with dots', () => {
  const text = `\ufeffKirjauspäivä;Määrä;Saaja/Maksaja;Viite;Viesti;Arkistointitunnus
2.3.2026;"1 240,50";Kivi Oy;10045;;A1
03.03.2026;-89,00;Puhelin Oy;;"Puhelimet; maaliskuu";A2`;
  expect(read(text)).toMatchObject({
    account: null,
    movements: [
      {
        bookedOn: '2026-03-02',
        amountMinor: 124_050,
        currency: 'EUR',
        counterparty: 'Kivi Oy',
        remitted: [{ reference: '10045', amountMinor: null }],
        message: null,
        bankReference: 'A1',
      },
      { bookedOn: '2026-03-03', amountMinor: -8900, message: 'Puhelimet; maaliskuu' },
    ],
  });
});

it('reads English columns, decimal points and another currency', () => {
  const text = 'Date,Amount,Currency,Payer,Reference\n2026-03-02,"1,240.50",sek,Berg AB,RF12 1004 5\n';
  expect(read(text)).toMatchObject({
    movements: [{ amountMinor: 124_050, currency: 'SEK', remitted: [{ reference: 'RF12 1004 5' }] }],
  });
});

it.each([
  ['no bank’s columns', 'role;unit;price\nDesigner;hour;115', 'unknown_columns'],
  ['no table', 'just some text', 'unknown_columns'],
  ['an amount that is none', 'Date;Amount\n2026-03-02;a lot', 'unreadable'],
  ['a day that is none', 'Date;Amount\n31.2.2026;5,00', 'unreadable'],
  ['a quote that never ends', 'Date;Amount\n"2026-03-02;5', 'unreadable'],
  ['too many lines', `Date;Amount\n${'2026-03-02;5,00\n'.repeat(5001)}`, 'too_many_rows'],
])('refuses a file with %s', (_what, text, failure) => {
  expect(read(text)).toMatchObject({ failure });
});

it('keeps what looks like a formula as text', () => {
  expect(read('Date;Amount;Payer\n2026-03-02;5,00;=cmd()')).toMatchObject({ movements: [{ counterparty: '=cmd()' }] });
});
