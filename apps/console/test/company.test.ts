import type { ConsoleError } from '@countersign/contracts/console-api';
import type { CompanyView } from '@countersign/contracts/console-company';
import { withQueries } from '@countersign/db/connections/transaction';
import { inOrg } from '@countersign/db/tenancy/in-org';
import { companyProfile } from '@countersign/domain/directory/index';
import { fixedId } from '@countersign/runtime/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditOf, startConsole } from './console-under-test.ts';

const ACME = '/api/orgs/acme/company';
const GLOBEX = '/api/orgs/globex/company';

let console_: Awaited<ReturnType<typeof startConsole>>;
beforeAll(async () => {
  console_ = await startConsole();
  // As an organization is that has just signed up.
  await withQueries(console_.database.owner, async (db) => {
    const organizationId = fixedId('organization', 'globex');
    for (const table of ['companyProfile', 'bookkeeper'] as const)
      await db.deleteFrom(table).where('organizationId', '=', organizationId).execute();
  });
});
afterAll(() => console_.close());

/** What is stored, whoever asks. */
async function details(slug: string) {
  const { owner } = console_.database;
  const organizationId = fixedId('organization', slug);
  return Promise.all([
    owner.query('select * from company_profile where organization_id = $1', [organizationId]),
    owner.query('select * from bookkeeper where organization_id = $1', [organizationId]),
  ]).then((answers) => answers.map(({ rows }) => rows as unknown[]));
}

describe('the company details', () => {
  it('of a newcomer are saved by an admin, read by the domain, and recorded by the names of the fields', async () => {
    const dana = await console_.as('dana');
    const before = (await dana.get(GLOBEX)).json<CompanyView>();
    expect(before).toMatchObject({ version: 0, details: { legalName: 'Globex', iban: '', timeZone: 'UTC' } });
    const answer = await dana.send('PUT', GLOBEX, {
      version: 0,
      details: {
        ...before.details,
        legalName: '  Globex   Oy ',
        iban: 'fi21 1234 5600 0007 85',
        hourlyRate: '98,5',
        vatPercent: '25.5',
        bookkeeperName: 'Bo',
        bookkeeperEmail: 'Bo@Example.test',
      },
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.json<CompanyView>()).toMatchObject({
      version: 1,
      details: { iban: 'FI2112345600000785', hourlyRate: '98.50', bookkeeperEmail: 'bo@example.test' },
    });
    const organization = { id: fixedId('organization', 'globex'), slug: 'globex', name: 'Globex' };
    const read = await inOrg(console_.database.tools, { organizationId: organization.id, teamId: null }, (tx) =>
      companyProfile({ organization }, tx),
    );
    expect(read).toMatchObject({
      legalName: 'Globex Oy',
      iban: 'FI2112345600000785',
      hourlyRateMinor: 9850,
      vatBasisPoints: 2550,
    });
    const events = await auditOf(console_.database, 'organization.details_changed');
    expect(events.map(({ details }) => details)).toEqual([
      { fields: ['legalName', 'iban', 'vatPercent', 'hourlyRate', 'bookkeeperName', 'bookkeeperEmail'] },
    ]);
  });

  it('are not overwritten by whoever has not seen the last change', async () => {
    const ada = await console_.as('ada');
    const { version, details } = (await ada.get(ACME)).json<CompanyView>();
    const first = await ada.send('PUT', ACME, { version, details: { ...details, city: 'Espoo' } });
    expect(first.statusCode).toBe(200);
    const stale = await ada.send('PUT', ACME, { version, details: { ...details, city: 'Vantaa' } });
    expect([stale.statusCode, stale.json<ConsoleError>().error.code]).toEqual([409, 'conflict']);
    expect((await ada.get(ACME)).json<CompanyView>()).toEqual(first.json());
  });

  it.each([
    ['iban', 'FI2112345600000786'],
    // The check digits fit, and Finnish ones are two digits longer.
    ['iban', 'FI97123456000007'],
    ['iban', 'XX0812345600000785'],
    ['bic', 'NOPE'],
    ['bic', 'NDEAXXHH'],
    ['legalName', ' '],
    ['timeZone', '+02:00'],
    ['timeZone', 'Mars/Olympus'],
    ['baseCurrency', 'XYZ'],
    ['country', 'Q1'],
    ['language', 'xx'],
    ['vatPercent', '101'],
    ['hourlyRate', '-1'],
    ['bookkeeperEmail', 'nobody'],
    ['bookkeeperEmail', ''],
  ])('with a %s of “%s” are refused, and the field is named', async (field, wrong) => {
    const ada = await console_.as('ada');
    const before = (await ada.get(ACME)).json<CompanyView>();
    const details = { ...before.details, bookkeeperName: 'Bo', bookkeeperEmail: 'bo@example.test', [field]: wrong };
    const answer = await ada.send('PUT', ACME, { version: before.version, details });
    expect(answer.statusCode).toBe(400);
    expect(answer.json<ConsoleError>().error.fields?.map(({ path }) => path)).toEqual([field]);
    expect((await ada.get(ACME)).json()).toEqual(before);
  });

  it('of another organization are out of reach for an admin: it is as if it never was, read and written', async () => {
    const dana = await console_.as('dana');
    const body = { version: 1, details: (await dana.get(GLOBEX)).json<CompanyView>().details };
    const before = await details('acme');
    const [theirs, none] = await Promise.all(
      [ACME, '/api/orgs/no-such-organization/company'].map(async (path) => {
        const answers = [await dana.get(path), await dana.send('PUT', path, body), await dana.send('PUT', path, {})];
        return answers.map(({ statusCode, body: bytes }) => [statusCode, bytes]);
      }),
    );
    expect(theirs).toEqual(none);
    expect(theirs?.map(([statusCode]) => statusCode)).toEqual([404, 404, 404]);
    expect(await details('acme')).toEqual(before);
  });

  it('keep their base currency once something was booked in it', async () => {
    const ada = await console_.as('ada');
    const { version, details, currencyIsFixed } = (await ada.get(ACME)).json<CompanyView>();
    expect(currencyIsFixed).toBe(true);
    const answer = await ada.send('PUT', ACME, { version, details: { ...details, baseCurrency: 'SEK' } });
    expect(answer.statusCode).toBe(409);
    expect(answer.json<ConsoleError>().error.message).toContain('something was booked');
  });
});
