import { amount, balance, camtFile, details, entry, information, payer, reference, remitted } from './camt-file.ts';
import type { CorpusFile } from './corpus.ts';

const plain = entry({ amount: '100.00', details: details(`${payer('Kivi Oy')}${information(reference('1009'))}`) });
const read = (rows: string[], more: object = {}) => ({ rows, ...more });
const kivi = '2026-03-02 100.00 EUR Kivi Oy [1009]';

/** After the real shapes of banks' files (ISO 20022 samples, the Finnish annotated sample, reports of importers); every file is made here. */
export const CAMT_CORPUS: readonly CorpusFile[] = [
  ...['02', '03', '04', '06', '08', '13', '14'].map((version) => ({
    name: `camt.053 version ${version}`,
    text: camtFile(
      [
        Number(version) < 8
          ? plain
          : plain
              .replace('<Dbtr><Nm>Kivi Oy</Nm></Dbtr>', '<Dbtr><Pty><Nm>Kivi Oy</Nm></Pty></Dbtr>')
              .replace('<Sts>BOOK</Sts>', '<Sts><Cd>BOOK</Cd></Sts>'),
      ],
      { version },
    ),
    expected: read([kivi]),
  })),
  { name: 'camt.052, a report during the day', text: camtFile([plain], { message: '052' }), expected: read([kivi]) },
  { name: 'camt.054, a notification of details', text: camtFile([plain], { message: '054' }), expected: read([kivi]) },
  { name: 'names with a prefix', text: camtFile([plain], { prefix: true }), expected: read([kivi]) },
  {
    // OCA/bank-statement-import#375; ISO: DBIT with RvslInd is a credit undone.
    name: 'a payment the bank took back',
    text: camtFile([
      entry({
        amount: '100.00',
        direction: 'DBIT',
        more: '<RvslInd>true</RvslInd>',
        details: details(`${payer('Kivi Oy')}${information(reference('1009'))}`),
      }),
    ]),
    expected: read(['2026-03-02 -100.00 EUR Kivi Oy [1009] taken_back']),
  },
  {
    name: 'a payment returned to the payer, with RtrInf alone',
    text: camtFile([
      entry({
        amount: '100.00',
        direction: 'DBIT',
        details: details(`${payer('Kivi Oy', 'Cdtr')}<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>`),
      }),
    ]),
    expected: read(['2026-03-02 -100.00 EUR Kivi Oy taken_back']),
  },
  {
    name: 'a payment of ours that came back',
    text: camtFile([
      entry({ amount: '80.00', more: '<RvslInd>true</RvslInd>', details: details(payer('Tools Oy', 'Cdtr')) }),
    ]),
    expected: read(['2026-03-02 80.00 EUR Tools Oy own_payment_returned']),
  },
  {
    name: 'a batch of two references',
    text: camtFile([
      entry({
        amount: '124.00',
        more: '<AcctSvcrRef>B1</AcctSvcrRef>',
        details: details(
          amount('100.00') + information(reference('1009')),
          amount('24.00') + information(reference('1012')),
        ),
      }),
    ]),
    expected: read(['2026-03-02 100.00 EUR - [1009]', '2026-03-02 24.00 EUR - [1012]']),
  },
  {
    name: 'a batch in several NtryDtls',
    text: camtFile([
      entry({
        amount: '124.00',
        details:
          details(amount('100.00') + information(reference('1009'))) +
          details(amount('24.00') + information(reference('1012'))),
      }),
    ]),
    expected: read(['2026-03-02 100.00 EUR - [1009]', '2026-03-02 24.00 EUR - [1012]']),
  },
  {
    name: 'a batch with a part of the other direction',
    text: camtFile([
      entry({
        amount: '76.00',
        details: details(
          `<CdtDbtInd>CRDT</CdtDbtInd>${amount('100.00')}`,
          `<CdtDbtInd>DBIT</CdtDbtInd>${amount('24.00')}`,
        ),
      }),
    ]),
    expected: read(['2026-03-02 100.00 EUR -', '2026-03-02 -24.00 EUR -']),
  },
  {
    // OCA/bank-statement-import#976: 1526 booked, 1500 and a charge of 26.
    name: 'a batch whose parts do not add up',
    text: camtFile([entry({ amount: '1526.00', details: details(amount('1000.00'), amount('500.00')) })]),
    expected: read(['2026-03-02 1526.00 EUR - parts_differ']),
  },
  {
    name: 'a batch whose parts say no amounts',
    text: camtFile([
      entry({ amount: '124.00', details: details(information(reference('1009')), information(reference('1012'))) }),
    ]),
    expected: read(['2026-03-02 124.00 EUR - needs_details']),
  },
  {
    name: 'a batch that says how many and tells one',
    text: camtFile([
      entry({
        amount: '124.00',
        details: `<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch><TxDtls>${amount('124.00')}${information(reference('1009'))}</TxDtls></NtryDtls>`,
      }),
    ]),
    expected: read(['2026-03-02 124.00 EUR - needs_details']),
  },
  {
    name: 'a batch that says how many and tells none',
    text: camtFile([entry({ amount: '124.00', details: '<NtryDtls><Btch><NbOfTxs>7</NbOfTxs></Btch></NtryDtls>' })]),
    expected: read(['2026-03-02 124.00 EUR - needs_details']),
  },
  {
    name: 'parts that say what was ordered in another currency',
    text: camtFile([
      entry({
        amount: '92.00',
        details: details(
          `<AmtDtls><InstdAmt><Amt Ccy="USD">100.00</Amt></InstdAmt><TxAmt><Amt Ccy="EUR">92.00</Amt></TxAmt></AmtDtls>${information(reference('1009'))}`,
        ),
      }),
    ]),
    expected: read(['2026-03-02 92.00 EUR - [1009]']),
  },
  {
    // The Finnish annotated sample, entry 7: 5500 ordered, 5455 booked, charges 45.
    name: 'charges kept by a bank, in the form of version 02',
    text: camtFile([
      entry({
        amount: '5455.00',
        details: details(
          `<AmtDtls><InstdAmt><Amt Ccy="EUR">5500.00</Amt></InstdAmt><TxAmt><Amt Ccy="EUR">5455.00</Amt></TxAmt></AmtDtls><Chrgs><Amt Ccy="EUR">45.00</Amt></Chrgs>${information(reference('1009', remitted('5500.00')))}`,
        ),
      }),
    ]),
    expected: read(['2026-03-02 5455.00 EUR - [1009=5500.00] ordered 5500.00']),
  },
  {
    name: 'charges kept by a bank, in the form of version 08',
    text: camtFile(
      [
        entry({
          amount: '5455.00',
          details: details(
            `<Chrgs><Rcrd><Amt Ccy="EUR">40.00</Amt></Rcrd><Rcrd><Amt Ccy="EUR">5.00</Amt></Rcrd></Chrgs>${information(reference('1009', remitted('5500.00')))}`,
          ),
        }),
      ],
      { version: '08' },
    ),
    expected: read(['2026-03-02 5455.00 EUR - [1009=5500.00] ordered 5500.00']),
  },
  {
    name: 'charges that are mere information',
    text: camtFile([
      entry({
        amount: '5500.00',
        details: details(`<Chrgs><Amt Ccy="EUR">45.00</Amt></Chrgs>${information(reference('1009'))}`),
      }),
    ]),
    expected: read(['2026-03-02 5500.00 EUR - [1009]']),
  },
  {
    name: 'several Strd with their amounts, one of them a credit note',
    text: camtFile([
      entry({
        amount: '90.00',
        details: details(
          information(reference('1009', remitted('100.00')), reference('1012', remitted('10.00', 'CdtNoteAmt'))),
        ),
      }),
    ]),
    expected: read(['2026-03-02 90.00 EUR - [1009=100.00 1012=-10.00]']),
  },
  {
    // OCA/bank-statement-import#157: ABN AMRO.
    name: 'amounts padded with zeros',
    text: camtFile([plain.replace('>100.00<', '>000000000100.00000<')]),
    expected: read([kivi]),
  },
  {
    name: 'an amount of five hundred million',
    text: camtFile([entry({ amount: '500000000.00', direction: 'DBIT', more: '<AddtlNtryInf>Loan</AddtlNtryInf>' })]),
    expected: read(['2026-03-02 -500000000.00 EUR - "Loan"']),
  },
  {
    name: 'a bad row among good ones',
    text: camtFile([plain, entry({ amount: '1O0.00' }), plain.replace('100.00', '7.00')]),
    expected: read([kivi, '2026-03-02 7.00 EUR Kivi Oy [1009]'], { bad: ['6: “1O0.00” is no amount'] }),
  },
  {
    name: 'a currency there is not, and a day there is not',
    text: camtFile([entry({ amount: '5.00', currency: 'EUX' }), entry({ amount: '5.00', on: '2026-02-30' }), plain]),
    expected: read([kivi], { bad: ['5: “EUX” is no currency', '6: “2026-02-30” is no booking day'] }),
  },
  {
    name: 'entries that have not happened',
    text: camtFile([
      plain,
      entry({ amount: '5.00', status: '<Sts>PDNG</Sts>' }),
      entry({ amount: '6.00', status: '<Sts><Cd>INFO</Cd></Sts>' }),
      entry({ amount: '7.00', status: '<Sts><Cd>FUTR</Cd></Sts>' }),
    ]),
    expected: read([kivi], { pending: 3 }),
  },
  {
    name: 'references that say there is none',
    text: camtFile([
      entry({
        amount: '5.00',
        more: '<AcctSvcrRef>NONREF</AcctSvcrRef>',
        details: details(`<Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>${payer('A')}`),
      }),
    ]),
    expected: read(['2026-03-02 5.00 EUR A']),
  },
  {
    name: 'a German text with its own tags',
    text: camtFile([
      entry({
        amount: '5.00',
        details: details(information('<Ustrd>EREF+17 SVWZ+Rechnung</Ustrd>', '<Ustrd>RF18 5390 0754 7034</Ustrd>')),
      }),
    ]),
    expected: read(['2026-03-02 5.00 EUR - "EREF+17 SVWZ+Rechnung RF18 5390 0754 7034"']),
  },
  {
    name: 'a booking moment instead of a day',
    text: camtFile([plain.replace('<Dt>2026-03-02</Dt>', '<DtTm>2026-03-02T23:30:00+02:00</DtTm>')]),
    expected: read([kivi]),
  },
  {
    name: 'balances that close',
    text: camtFile([plain], { balances: balance('OPBD', '1000.00') + balance('CLBD', '1100.00') }),
    expected: read([kivi], { closing: '2026-03-02 1100.00 EUR' }),
  },
  {
    name: 'balances below zero that close, from the last closing balance',
    text: camtFile([plain], { balances: balance('PRCD', '-250.00') + balance('CLBD', '-150.00') }),
    expected: read([kivi], { closing: '2026-03-02 -150.00 EUR' }),
  },
  {
    name: 'balances that do not close',
    text: camtFile([plain], { balances: balance('OPBD', '1000.00') + balance('CLBD', '900.00') }),
    expected: { failure: 'balances_differ', says: 'the difference is -200.00 EUR' },
  },
  {
    name: 'a page with interim balances',
    text: camtFile([plain], { balances: balance('ITBD', '1000.00') + balance('ITBD', '1100.00') }),
    expected: read([kivi], { closing: '2026-03-02 1100.00 EUR' }),
  },
  {
    name: 'yen, which have no decimals',
    text: camtFile([entry({ amount: '12400', currency: 'JPY' })]),
    expected: read(['2026-03-02 12400 JPY -']),
  },
  {
    name: 'forints, which have two',
    text: camtFile([entry({ amount: '12345.50', currency: 'HUF' })]),
    expected: read(['2026-03-02 12345.50 HUF -']),
  },
  { name: 'no entries at all', text: camtFile([]), expected: read([]) },
];
