import { withQueries } from '@countersign/db/transaction';
import { createTestDatabase, type TestDatabase } from '@countersign/testing/test-database';
import { type CallAs, createToolCaller } from '@countersign/testing/tool-caller';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { getCompanyProfile } from './get-company-profile.ts';

let database: TestDatabase;
let callAs: CallAs;
beforeAll(async () => {
  database = await createTestDatabase('demo');
  ({ callAs } = createToolCaller(database));
});
afterAll(() => database.drop());

it('shows the business behind the organization', async () => {
  expect(await callAs({ person: 'cleo', organization: 'acme' }, getCompanyProfile, {})).toEqual({
    legalName: 'Acme Studio Oy',
    businessId: '2034567-1',
    vatId: 'FI20345671',
    vatPeriod: 'monthly',
    baseCurrency: 'EUR',
    timeZone: 'Europe/Helsinki',
    language: 'en',
  });
});

it('goes by the organization’s name until the profile is filled in', async () => {
  await withQueries(database.owner, (db) => db.deleteFrom('companyProfile').execute());
  expect(await callAs({ person: 'ada', organization: 'globex' }, getCompanyProfile, {})).toMatchObject({
    legalName: 'Globex',
    businessId: null,
    baseCurrency: 'EUR',
  });
});
