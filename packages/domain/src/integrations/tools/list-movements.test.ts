import { expect, it } from 'vitest';
import { ada, useStatements } from '../../../test/statements-under-test.ts';
import { balance, camtFile, details, entry, payer } from '../corpus/camt-file.ts';
import type { MovementRecord, StatementImport } from '../schemas.ts';
import { listMovements } from './list-movements.ts';
import { triggerConnectionSync } from './trigger-connection-sync.ts';

const { callAs, upload, sync, work } = useStatements();
const today = new Date().toISOString().slice(0, 10);
const list = (input: object) => callAs<{ items: MovementRecord[]; balances: object[] }>(ada, listMovements, input);

it('shows the movements of the demo data with their states, each with a way to an end', async () => {
  const { items } = await list({ state: ['open'] });
  expect(items.map(({ amountMinor, openMinor, why }) => [amountMinor, openMinor, why])).toEqual(
    expect.arrayContaining([
      [18_600, 18_600, 'no_reference'],
      [-12_900, -12_900, 'outgoing'],
    ]),
  );
});

it('finds by text, direction and days', async () => {
  expect((await list({ text: 'lind clinic' })).items.length).toBe(1);
  expect((await list({ text: 'lind clinic', direction: 'out' })).items).toEqual([]);
  expect((await list({ text: 'lind clinic', from: today })).items).toEqual([]);
});

it('puts the balance that the bank told beside the books', async () => {
  const text = camtFile([entry({ amount: '5.00', on: today, details: details(payer('A')) })], {
    balances: balance('OPBD', '100.00', today) + balance('CLBD', '105.00', today),
  });
  await sync(await upload(Buffer.from(text), 'closing.xml'));
  expect((await list({})).balances).toEqual([
    {
      account: 'FI2112345600000785',
      on: today,
      statementMinor: 10_500,
      ledgerMinor: expect.any(Number),
      currency: 'EUR',
      minorDigits: 2,
    },
  ]);
});

it('keeps the rows of an account nobody knows, and settles or ignores them when somebody says whose it is', async () => {
  const foreign = camtFile([entry({ amount: '6.00', on: today, details: details(payer('B')) })], {
    account: 'DE89370400440532013000',
  });
  const documentId = await upload(Buffer.from(foreign), 'foreign.xml');
  expect(await sync(documentId)).toMatchObject({ accountIsKnown: false, unmatched: [{ why: 'unknown_account' }] });
  const answer = (accountIs: string) =>
    callAs<{ imports: StatementImport[] }>(ada, triggerConnectionSync, { documentId, accountIs });
  const { imports } = await answer('ours');
  await work(imports[0]?.id ?? '');
  const { items } = await list({ importId: imports[0]?.id });
  expect(items).toMatchObject([{ state: 'open', why: 'no_reference' }]);

  const other = camtFile([entry({ amount: '7.00', on: today, details: details(payer('C')) })], {
    account: 'SE4550000000058398257466',
  });
  const otherId = await upload(Buffer.from(other), 'other.xml');
  await sync(otherId);
  const ignored = await callAs<{ imports: StatementImport[] }>(ada, triggerConnectionSync, {
    documentId: otherId,
    accountIs: 'not_ours',
  });
  expect(await list({ importId: ignored.imports[0]?.id })).toMatchObject({ items: [{ state: 'ignored' }] });
});

it('asks which mark the decimals have, and takes the answer', async () => {
  const csv = `Datum;Betrag;Auftraggeber\n${today};3.000;Kivi Oy\n`;
  const documentId = await upload(Buffer.from(csv), 'thousands.csv');
  expect(await sync(documentId)).toMatchObject({ status: 'failed', failure: expect.stringContaining('decimalMark') });
  const { imports } = await callAs<{ imports: StatementImport[] }>(ada, triggerConnectionSync, {
    documentId,
    decimalMark: 'comma',
  });
  await work(imports[0]?.id ?? '');
  expect((await list({ importId: imports[0]?.id })).items).toMatchObject([{ amountMinor: 300_000 }]);
});

it('names a bad row with its line, and keeps the good ones', async () => {
  const csv = `Date;Amount;Payer\n${today};5,00;A1\n${today};five;B1\n${today};6,00;C1\n`;
  expect(await sync(await upload(Buffer.from(csv), 'bad.csv'))).toMatchObject({
    status: 'imported',
    unmatchedRows: 2,
    badRowCount: 1,
    badRows: [{ line: 3, problem: '“five” is no amount' }],
  });
});

// The same payment told by two formats was counted twice; two of another payer, both NONREF, once.
it('takes a movement once in whatever format it comes, and two that are only alike twice', async () => {
  const twice = ['D One', 'E Two'].map((name) =>
    entry({ amount: '8.88', on: today, more: '<AcctSvcrRef>NONREF</AcctSvcrRef>', details: details(payer(name)) }),
  );
  expect(await sync(await upload(Buffer.from(camtFile(twice)), 'alike.xml'))).toMatchObject({
    unmatchedRows: 2,
    knownRows: 0,
  });
  const csv = `Kirjauspäivä;Määrä EUROA;Saaja/Maksaja\n${today};8,88;D One\n${today};8,88;E Two\n${today};8,88;F Three\n`;
  expect(await sync(await upload(Buffer.from(csv), 'alike.csv'))).toMatchObject({ unmatchedRows: 1, knownRows: 2 });
});

it('counts the parts of a batch once, though one file tells of the whole and another of the parts', async () => {
  const whole = camtFile([
    entry({
      amount: '30.00',
      on: today,
      more: '<AcctSvcrRef>BATCH-1</AcctSvcrRef>',
      details: '<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch></NtryDtls>',
    }),
  ]);
  const told = await sync(await upload(Buffer.from(whole), 'whole.xml'));
  expect(told).toMatchObject({ unmatched: [{ why: 'needs_details' }] });
  const part = (value: string, name: string) =>
    `<AmtDtls><TxAmt><Amt Ccy="EUR">${value}</Amt></TxAmt></AmtDtls>${payer(name)}`;
  const parts = camtFile(
    [
      entry({
        amount: '30.00',
        on: today,
        more: '<AcctSvcrRef>BATCH-1</AcctSvcrRef>',
        details: details(part('10.00', 'G'), part('20.00', 'H')),
      }),
    ],
    { message: '054' },
  );
  expect(await sync(await upload(Buffer.from(parts), 'parts.xml'))).toMatchObject({ unmatchedRows: 2, knownRows: 0 });
  expect(await list({ importId: told?.id })).toMatchObject({ items: [{ state: 'ignored' }] });
  expect(await sync(await upload(Buffer.from(whole.replace('<MsgId>1', '<MsgId>2')), 'again.xml'))).toMatchObject({
    knownRows: 1,
  });
});
