import { minorDigitsOf } from '@countersign/contracts/currencies';
import { expect, it } from 'vitest';
import { readStatement } from '../adapters/read-statement.ts';
import { inWords, type Movement } from '../adapters/statement.ts';
import { ACCOUNT } from './camt-file.ts';
import { CORPUS } from './corpus.ts';

/** A movement in one line, as the corpus writes it. */
function lineOf(movement: Movement): string {
  const { bookedOn, amountMinor, currency, counterparty, remitted, message, oddity, ordered, account } = movement;
  const decimal = (minor: number) => (minor / 10 ** minorDigitsOf(currency)).toFixed(minorDigitsOf(currency));
  const references = remitted.map((one) =>
    one.amountMinor === null ? one.reference : `${one.reference}=${decimal(one.amountMinor)}`,
  );
  return [
    bookedOn,
    decimal(amountMinor),
    currency,
    counterparty ?? '-',
    ...(references.length > 0 ? [`[${references.join(' ')}]`] : []),
    ...(message ? [`"${message}"`] : []),
    ...(ordered ? [`ordered ${decimal(ordered.amountMinor)}`] : []),
    ...(account && movement.account !== ACCOUNT ? [account] : []),
    ...(oddity ? [oddity] : []),
  ].join(' ');
}

it('has forty files and more, each with a name of its own', () => {
  expect(CORPUS.length).toBeGreaterThanOrEqual(40);
  expect(new Set(CORPUS.map(({ name }) => name)).size).toBe(CORPUS.length);
});

it.each(CORPUS)('reads $name', ({ text = '', bytes = Buffer.from(text), contentType, reading, expected }) => {
  const read = readStatement(contentType, bytes, 'EUR', reading);
  if ('failure' in expected) {
    expect(read).toMatchObject({ failure: expected.failure, detail: expect.stringContaining(expected.says) });
    return;
  }
  if ('failure' in read) throw new Error(`${read.failure}: ${read.detail ?? ''}`);
  const isCamt = contentType === 'application/xml';
  expect(
    read.movements.map((one) =>
      isCamt ? lineOf(one) : lineOf({ ...one, account: one.account === ACCOUNT ? null : one.account }),
    ),
  ).toEqual(isCamt ? expected.rows : expected.rows.map((row) => row.replace(` ${ACCOUNT}`, '')));
  expect(read.badRows.map(({ line, problem }) => `${line}: ${problem}`)).toEqual(expected.bad ?? []);
  expect(read.pendingRows).toBe(expected.pending ?? 0);
  const { closing } = read;
  if (expected.closing !== undefined) {
    expect(closing && `${closing.on} ${inWords(closing.amountMinor, closing.currency)}`).toBe(expected.closing);
  }
});
