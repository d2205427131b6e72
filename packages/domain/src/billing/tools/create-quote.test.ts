import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { QuoteDetail } from '../schemas.ts';
import { createQuote } from './create-quote.ts';

const { callAs } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const design = { person: 'ada', organization: 'acme', team: 'Design' };
const customerId = fixedId('customer', 'acme', 0);

it('needs only a customer and a title', async () => {
  const quote = await callAs<QuoteDetail>(finn, createQuote, { customerId, title: 'Website renewal' });
  expect(quote).toMatchObject({
    status: 'draft',
    currency: 'EUR',
    totalMinor: 0,
    expired: false,
    invoiceId: null,
    version: 1,
  });
});

it('reckons its lines as an invoice does and goes to the connection’s team', async () => {
  const lines = [{ description: 'Sprint', unitPriceMinor: 850_000, vatBasisPoints: 2550 }];
  const quote = await callAs<QuoteDetail>(design, createQuote, { customerId, title: 'Sprint', lines });
  expect(quote).toMatchObject({ netMinor: 850_000, vatMinor: 216_750, totalMinor: 1_066_750 });
  expect(quote.teamId).toBe(fixedId('team', 'acme', 'Design'));
});

it('answers not_found for a customer or team out of reach', async () => {
  const title = 'Nothing';
  for (const input of [
    { customerId: fixedId('customer', 'globex', 0) },
    { customerId, teamId: fixedId('team', 'acme', 'Engineering') },
  ]) {
    await expect(callAs(design, createQuote, { title, ...input })).rejects.toMatchObject({ code: 'not_found' });
  }
});
