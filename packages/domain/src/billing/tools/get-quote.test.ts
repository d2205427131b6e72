import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import type { CallAs } from '@countersign/testing/tool-caller';
import { expect, it } from 'vitest';
import type { Quote, QuoteDetail } from '../schemas.ts';
import { getQuote } from './get-quote.ts';
import { listQuotes } from './list-quotes.ts';

const { callAs } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const design = { person: 'ada', organization: 'acme', team: 'Design' };
const quotes = async (caller: Parameters<CallAs>[0], filter: object = {}) =>
  (await callAs<{ items: Quote[] }>(caller, listQuotes, { limit: 200, ...filter })).items;

/** What a caller is told about each of these ids. */
const refusalsOf = (ids: (string | undefined)[], call: (id: string | undefined) => Promise<unknown>) =>
  Promise.all(
    ids.map((id) =>
      call(id).then(
        () => 'allowed',
        (error: unknown) => error,
      ),
    ),
  );

it('shows lines that add up and the invoice it became', async () => {
  const all = await quotes(finn, { status: ['accepted'] });
  const made = all.find(({ invoiceId }) => invoiceId !== null);
  const quote = await callAs<QuoteDetail>(finn, getQuote, { quoteId: made?.id });
  expect(quote.invoiceId).toBe(made?.invoiceId);
  expect(quote.lines.reduce((sum, { netMinor }) => sum + netMinor, 0)).toBe(quote.netMinor);
  expect(quote.vat.reduce((sum, { vatMinor }) => sum + vatMinor, 0)).toBe(quote.vatMinor);
});

it('answers for another team’s and another organization’s quote exactly as for none', async () => {
  const foreign = (await quotes(finn)).find(({ teamId }) => teamId === fixedId('team', 'acme', 'Engineering'));
  const ids = [foreign?.id, fixedId('quote', 'globex', 0), fixedId('nothing')];
  const [one, ...others] = await refusalsOf(ids, (quoteId) => callAs(design, getQuote, { quoteId }));
  expect(one).toMatchObject({ code: 'not_found' });
  expect(others).toEqual([one, one]);
});
