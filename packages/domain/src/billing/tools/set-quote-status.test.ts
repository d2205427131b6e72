import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { QuoteDetail } from '../schemas.ts';
import { createQuote } from './create-quote.ts';
import { setQuoteStatus } from './set-quote-status.ts';

const { callAs } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const design = { person: 'ada', organization: 'acme', team: 'Design' };
const customerId = fixedId('customer', 'acme', 0);

const draft = (extra: object = {}) =>
  callAs<QuoteDetail>(finn, createQuote, { customerId, title: 'Renewal', ...extra });
const set = (quoteId: string, status: string) => callAs<QuoteDetail>(finn, setQuoteStatus, { quoteId, status });

it('follows a quote from draft to accepted', async () => {
  const { id } = await draft();
  expect(await set(id, 'sent')).toMatchObject({ status: 'sent', version: 2 });
  expect(await set(id, 'accepted')).toMatchObject({ status: 'accepted', version: 3 });
});

it('changes nothing when the quote is there already', async () => {
  const { id } = await draft();
  const sent = await set(id, 'sent');
  expect(await set(id, 'sent')).toEqual(sent);
});

it('refuses a step that skips one and says what there is', async () => {
  const { id } = await draft();
  await expect(set(id, 'accepted')).rejects.toMatchObject({
    code: 'conflict',
    details: { currentStatus: 'draft', allowed: ['sent'] },
  });
});

it('cannot reach another team’s quote', async () => {
  const { id } = await draft({ teamId: fixedId('team', 'acme', 'Engineering') });
  await expect(callAs(design, setQuoteStatus, { quoteId: id, status: 'sent' })).rejects.toMatchObject({
    code: 'not_found',
  });
});
