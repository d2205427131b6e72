import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import { listImports } from './list-imports.ts';

const { callAs } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };

it('shows each file with what it paid and the movements that paid nothing', async () => {
  expect(await callAs(ada, listImports, {})).toMatchObject({
    items: [
      {
        documentName: 'Bank statement of the week before.csv',
        status: 'imported',
        matchedRows: 1,
        unmatchedRows: 1,
        outgoingRows: 1,
        unmatched: [{ counterparty: 'Lind Clinic', amountMinor: 18_600, why: 'no_reference' }],
      },
    ],
    nextCursor: null,
  });
  expect(await callAs(ada, listImports, { status: 'failed' })).toEqual({ items: [], nextCursor: null });
});

it('shows a team nothing of the organization’s account', async () => {
  expect(await callAs({ ...ada, team: 'Design' }, listImports, {})).toEqual({ items: [], nextCursor: null });
});
