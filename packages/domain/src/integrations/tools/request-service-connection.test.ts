import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { DataConnection } from '../schemas.ts';
import { listDataConnections } from './list-data-connections.ts';
import { requestServiceConnection } from './request-service-connection.ts';

const { callAs } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };

it('notes the wish once, and connects nothing', async () => {
  const first = await callAs<{ requestedAt: string }>(ada, requestServiceConnection, {
    kind: 'shop',
    note: 'The shop.',
  });
  expect(await callAs(ada, requestServiceConnection, { kind: 'shop' })).toEqual({
    kind: 'shop',
    requestedAt: first.requestedAt,
  });
  const { items } = await callAs<{ items: DataConnection[] }>(ada, listDataConnections, {});
  expect(items.find(({ kind }) => kind === 'shop')).toMatchObject({
    health: 'requested',
    requestedAt: first.requestedAt,
  });
});

it('refuses to ask for what is there already', async () => {
  const asked = callAs(ada, requestServiceConnection, { kind: 'bank_statement_files' });
  await expect(asked).rejects.toMatchObject({ code: 'invalid_input' });
});
