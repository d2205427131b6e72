import type { Tx } from '@countersign/contracts/request-context';
import { transaction } from '@countersign/db/connections/transaction';
import { inOrg, queries } from '@countersign/db/tenancy/in-org';
import { fixedId, newId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { type Entry, postEntry } from '../src/books/index.ts';

const { database } = useDemoCaller();

const organization = { id: fixedId('organization', 'acme'), slug: 'acme', name: 'Acme Studio' };
const ctx = { organization, now: new Date() };
const design = fixedId('team', 'acme', 'Design');

const inAcme = <T>(work: (tx: Tx) => Promise<T>, teamId: string | null = null) =>
  inOrg(database.tools, { organizationId: organization.id, teamId }, work);

const anEntry = (changes: Partial<Entry> = {}): Entry => ({
  on: '2024-03-01',
  description: 'Invoice 1',
  source: { kind: 'invoice', id: newId() },
  teamId: null,
  currency: 'EUR',
  lines: [
    { account: 'receivables', debitMinor: 12_550 },
    { account: 'sales', creditMinor: 10_000, vatBasisPoints: 2550 },
    { account: 'vat_payable', creditMinor: 2550, vatBasisPoints: 2550 },
  ],
  ...changes,
});

const linesOf = (sourceId: string, teamId: string | null = null) =>
  inAcme(
    (tx) =>
      queries(tx)
        .selectFrom('journalLine')
        .innerJoin('journalEntry', (join) =>
          join
            .onRef('journalEntry.organizationId', '=', 'journalLine.organizationId')
            .onRef('journalEntry.id', '=', 'journalLine.entryId'),
        )
        .select(['account', 'debitMinor', 'creditMinor', 'vatBasisPoints'])
        .where('sourceId', '=', sourceId)
        .orderBy('position')
        .execute(),
    teamId,
  );

/** One side of an entry, past what the domain checks. */
const insertEntry = (tx: Tx, id: string, lineCount: number) =>
  sql`insert into journal_entry (organization_id, id, booked_on, description, source_kind, source_id, currency, line_count, total_minor)
    values (${organization.id}, ${id}, '2024-03-01', 'By hand', 'invoice', ${newId()}, 'EUR', ${lineCount}, 100)`.execute(
    queries(tx),
  );
const insertLine = (tx: Tx, entryId: string, position: number, debit: number, credit: number) =>
  sql`insert into journal_line (organization_id, id, entry_id, position, account, debit_minor, credit_minor)
    values (${organization.id}, ${newId()}, ${entryId}, ${position}, 'bank', ${debit}, ${credit})`.execute(queries(tx));

const unbalanced = { constraint: 'journal_entry_balances' };

describe('posting', () => {
  it('keeps the entry with its lines, once for each event', async () => {
    const entry = anEntry();
    await inAcme((tx) => postEntry(ctx, tx, entry));
    expect(await linesOf(entry.source.id)).toEqual([
      { account: 'receivables', debitMinor: 12_550, creditMinor: 0, vatBasisPoints: null },
      { account: 'sales', debitMinor: 0, creditMinor: 10_000, vatBasisPoints: 2550 },
      { account: 'vat_payable', debitMinor: 0, creditMinor: 2550, vatBasisPoints: 2550 },
    ]);
    await expect(inAcme((tx) => postEntry(ctx, tx, entry))).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is taken back with the transaction of its event', async () => {
    const entry = anEntry();
    const failing = inAcme(async (tx) => {
      await postEntry(ctx, tx, entry);
      throw new Error('the event failed');
    });
    await expect(failing).rejects.toThrow('the event failed');
    expect(await linesOf(entry.source.id)).toEqual([]);
  });

  it.each([
    [
      'sides that differ',
      [
        { account: 'bank', debitMinor: 100 },
        { account: 'sales', creditMinor: 99 },
      ],
    ],
    ['one side alone', [{ account: 'bank', debitMinor: 100 }]],
    [
      'half a cent',
      [
        { account: 'bank', debitMinor: 0.5 },
        { account: 'sales', creditMinor: 0.5 },
      ],
    ],
    [
      'amounts below zero',
      [
        { account: 'bank', debitMinor: -5 },
        { account: 'sales', creditMinor: -5 },
      ],
    ],
    ['a line of both sides', [{ account: 'bank', debitMinor: 5, creditMinor: 5 }]],
  ] as const)('refuses %s in words', async (_what, lines) => {
    const posting = inAcme((tx) => postEntry(ctx, tx, anEntry({ lines })));
    await expect(posting).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringContaining('Check') });
  });

  it('refuses another currency than the organization’s, and asks for an exchange rate', async () => {
    await expect(inAcme((tx) => postEntry(ctx, tx, anEntry({ currency: 'USD' })))).rejects.toMatchObject({
      code: 'invalid_input',
      details: { fields: [{ path: 'exchangeRateMillionths' }] },
    });
    const document = { currency: 'USD', exchangeRateMillionths: 920_000 };
    await inAcme((tx) => postEntry(ctx, tx, anEntry({ document })));
  });

  it('of a document that comes to nothing books nothing', async () => {
    const entry = anEntry({ lines: [] });
    await inAcme((tx) => postEntry(ctx, tx, entry));
    expect(await linesOf(entry.source.id)).toEqual([]);
  });

  it('works for a connection narrowed to the document’s team, which sees no other team’s entries', async () => {
    const [own, other] = [anEntry({ teamId: design }), anEntry({ teamId: fixedId('team', 'acme', 'Engineering') })];
    await inAcme((tx) => postEntry(ctx, tx, own), design);
    await inAcme((tx) => postEntry(ctx, tx, other));
    expect((await linesOf(own.source.id, design)).length).toBe(3);
    expect(await linesOf(other.source.id, design)).toEqual([]);
    await expect(inAcme((tx) => postEntry(ctx, tx, anEntry()), design)).rejects.toThrow(/row-level security/);
  });
});

describe('the database, past every check of ours,', () => {
  it('refuses at the commit an entry that does not balance, has no lines, or fewer than it says', async () => {
    const id = newId();
    for (const lines of [
      [[100, 0]],
      [],
      [
        [100, 0],
        [0, 99],
      ],
      [
        [60, 0],
        [0, 100],
        [40, 0],
      ],
    ] as const) {
      const posting = inAcme(async (tx) => {
        await insertEntry(tx, id, 2);
        for (const [index, [debit, credit]] of lines.entries()) await insertLine(tx, id, index + 1, debit, credit);
      });
      await expect(posting).rejects.toMatchObject(unbalanced);
    }
    await inAcme(async (tx) => {
      await insertEntry(tx, id, 2);
      await insertLine(tx, id, 1, 100, 0);
      await insertLine(tx, id, 2, 0, 100);
    });
    const adding = inAcme(async (tx) => {
      await insertLine(tx, id, 3, 50, 0);
      await insertLine(tx, id, 4, 0, 50);
    });
    await expect(adding).rejects.toMatchObject(unbalanced);
  });

  it('keeps what is posted from those who serve, and from its owner', async () => {
    const entry = anEntry();
    await inAcme((tx) => postEntry(ctx, tx, entry));
    for (const table of ['journal_entry', 'journal_line']) {
      for (const change of [
        sql`delete from ${sql.table(table)}`,
        sql`update ${sql.table(table)} set id = gen_random_uuid()`,
      ]) {
        await expect(inAcme((tx) => change.execute(queries(tx)))).rejects.toThrow(/permission denied/);
        await expect(transaction(database.owner, (db) => change.execute(db))).rejects.toMatchObject({
          constraint: 'posted_entry_stays',
        });
      }
    }
    expect((await linesOf(entry.source.id)).length).toBe(3);
  });
});
