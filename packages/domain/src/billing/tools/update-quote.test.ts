import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { QuoteDetail } from '../schemas.ts';
import { createQuote } from './create-quote.ts';
import { setQuoteStatus } from './set-quote-status.ts';
import { updateQuote } from './update-quote.ts';

const { callAs } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const design = { person: 'ada', organization: 'acme', team: 'Design' };
const customerId = fixedId('customer', 'acme', 0);

const draft = (extra: object = {}) =>
  callAs<QuoteDetail>(finn, createQuote, { customerId, title: 'Renewal', ...extra });

it('changes what is named and replaces all lines', async () => {
  const { id } = await draft({ note: 'Hello', lines: [{ description: 'A', unitPriceMinor: 100, vatBasisPoints: 0 }] });
  const lines = [{ description: 'B', unitPriceMinor: 200, vatBasisPoints: 1000 }];
  const quote = await callAs<QuoteDetail>(finn, updateQuote, {
    quoteId: id,
    lines,
    validUntil: '2031-01-31',
    expectedVersion: 1,
  });
  expect(quote).toMatchObject({
    title: 'Renewal',
    note: 'Hello',
    validUntil: '2031-01-31',
    totalMinor: 220,
    version: 2,
  });
});

it('refuses a quote the customer has until it is a draft again', async () => {
  const { id } = await draft();
  await callAs(finn, setQuoteStatus, { quoteId: id, status: 'sent' });
  await expect(callAs(finn, updateQuote, { quoteId: id, title: 'Other' })).rejects.toMatchObject({ code: 'conflict' });
  await callAs(finn, setQuoteStatus, { quoteId: id, status: 'draft' });
  await expect(callAs(finn, updateQuote, { quoteId: id, title: 'Other' })).resolves.toMatchObject({ title: 'Other' });
});

it('refuses a stale version, and another team’s quote', async () => {
  const { id } = await draft({ teamId: fixedId('team', 'acme', 'Engineering') });
  await expect(callAs(finn, updateQuote, { quoteId: id, expectedVersion: 7, clear: ['note'] })).rejects.toMatchObject({
    code: 'conflict',
    details: { currentVersion: 1 },
  });
  await expect(callAs(design, updateQuote, { quoteId: id, clear: ['note'] })).rejects.toMatchObject({
    code: 'not_found',
  });
});
