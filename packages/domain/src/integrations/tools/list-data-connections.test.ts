import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { DataConnection } from '../schemas.ts';
import { listDataConnections } from './list-data-connections.ts';

const { callAs, database } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };

it('tells what is connected, what was asked for and what is not, and pretends nothing', async () => {
  const { items } = await callAs<{ items: DataConnection[] }>(ada, listDataConnections, {});
  expect(items.map(({ kind, health }) => [kind, health])).toEqual([
    ['bank_statement_files', 'attention'],
    ['bank_account', 'requested'],
    ['card_payments', 'not_connected'],
    ['e_invoicing', 'not_connected'],
    ['shop', 'not_connected'],
  ]);
  expect(items[0]?.detail).toBe('Movements of the last statement: 1 paid an invoice, 1 could not be matched.');
  for (const { health, lastSyncAt } of items.slice(1)) expect([health, lastSyncAt]).toEqual([health, null]);
});

it('is healthy when nothing was left unmatched', async () => {
  await database.owner.query("delete from statement_row where unmatched <> 'outgoing'");
  const { items } = await callAs<{ items: DataConnection[] }>(ada, listDataConnections, {});
  expect(items[0]).toMatchObject({ health: 'healthy', lastSyncAt: expect.any(String) });
});
