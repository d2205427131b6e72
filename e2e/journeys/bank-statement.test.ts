import { setTimeout as sleep } from 'node:timers/promises';
import { camt053 } from '@countersign/testing/camt-053';
import { Person } from '@countersign/testing/person';
import { expect, it } from 'vitest';
import { connect } from '../mcp-client.ts';
import { useHouse } from '../use-house.ts';

const house = useHouse();

interface Invoice {
  readonly id: string;
  readonly status: string;
  readonly openMinor: number;
  readonly currency: string;
  readonly paymentReference: string;
  readonly issuedOn: string;
}
interface Import {
  readonly id: string;
  readonly status: string;
}

it('a bank statement settles three invoices and leaves one row unmatched; again, it changes nothing', async () => {
  const client = await connect('SDK v2, 2026-07-28', `${house.urls.mcp}/mcp`, new Person('finn'), {
    organization: 'Initech',
    write: true,
    billing: true,
  });
  const call = async <Answer>(tool: string, input: object): Promise<Answer> => {
    const answer = await client.call(tool, { ...input });
    expect(answer.isError, JSON.stringify(answer.content)).toBeFalsy();
    return answer.structuredContent as Answer;
  };
  const { items } = await call<{ items: Invoice[] }>('list_invoices', { status: ['issued'], limit: 200 });
  const today = new Date().toISOString().slice(0, 10);
  const owed = items.filter(({ currency, issuedOn }) => currency === 'EUR' && issuedOn <= today).slice(0, 3);
  expect(owed.length).toBe(3);

  const entries = [
    ...owed.map(({ openMinor, paymentReference }, index) => ({
      amount: (openMinor / 100).toFixed(2),
      bookedOn: today,
      reference: paymentReference,
      payer: 'A customer',
      bankReference: `J-${index}`,
    })),
    { amount: '77.00', bookedOn: today, payer: 'A stranger', message: 'For the cake', bankReference: 'J-cake' },
  ];
  const statement = camt053(entries, 'FI7331313001000058').toString('base64');

  const importOnce = async (name: string) => {
    const { documents } = await call<{ documents: { id: string }[] }>('upload_documents', {
      files: [{ name, contentBase64: statement }],
    });
    const { imports } = await call<{ imports: Import[] }>('trigger_connection_sync', { documentId: documents[0]?.id });
    for (let tries = 0; tries < 150; tries++) {
      const page = await call<{ items: Import[] }>('list_imports', {});
      const found = page.items.find(({ id }) => id === imports[0]?.id);
      if (found && found.status !== 'queued') return found;
      await sleep(200);
    }
    throw new Error('The statement was not imported within 30 s');
  };

  const first = await importOnce('statement.xml');
  expect(first).toMatchObject({
    status: 'imported',
    matchedRows: 3,
    unmatchedRows: 1,
    unmatched: [{ counterparty: 'A stranger', amountMinor: 7700, message: 'For the cake', why: 'no_reference' }],
  });
  for (const { id } of owed) {
    expect(await call('get_invoice', { invoiceId: id })).toMatchObject({ status: 'paid', openMinor: 0, paidOn: today });
  }
  expect(await importOnce('the same statement.xml')).toEqual(first);
  expect(await call('list_data_connections', {})).toMatchObject({
    items: [{ kind: 'bank_statement_files', health: 'attention' }, { health: 'requested' }, {}, {}, {}],
  });
  await client.close();
});
