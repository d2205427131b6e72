import { withQueries } from '@countersign/db/connections/transaction';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import { getCompanyProfile } from './get-company-profile.ts';

const { callAs, database } = useDemoCaller();

it('shows the business behind the organization', async () => {
  expect(await callAs({ person: 'cleo', organization: 'acme' }, getCompanyProfile, {})).toEqual({
    legalName: 'Acme Studio Oy',
    businessId: '2034567-1',
    vatId: 'FI20345671',
    vatPeriod: 'monthly',
    baseCurrency: 'EUR',
    baseMinorDigits: 2,
    timeZone: 'Europe/Helsinki',
    language: 'en',
    street: 'Hietalahdenranta 13',
    postalCode: '00180',
    city: 'Helsinki',
    country: 'FI',
    phone: '+358 40 555 0123',
    email: 'billing@acme.example',
    iban: 'FI2112345600000785',
    bic: 'NDEAFIHH',
    hourlyRateMinor: 9800,
    vatBasisPoints: 2550,
  });
});

it('goes by the organization’s name until the profile is filled in', async () => {
  await withQueries(database.owner, (db) => db.deleteFrom('companyProfile').execute());
  expect(await callAs({ person: 'ada', organization: 'globex' }, getCompanyProfile, {})).toMatchObject({
    legalName: 'Globex',
    businessId: null,
    baseCurrency: 'EUR',
    baseMinorDigits: 2,
  });
});
