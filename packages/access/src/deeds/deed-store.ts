import type { ActorKind, Deed, DeedChange } from '@countersign/contracts/oversight/deed';
import type { Tx } from '@countersign/contracts/request-context';
import { camelCase } from '@countersign/db/connections/column-names';
import type { Queries } from '@countersign/db/connections/named-statements';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';

/**
 * Deeds by their ids, as far as the transaction sees their records, in the order of the ids; one that is unknown or whose changes are all
 * another team's is left out.
 */
export async function deedsOf(tx: Tx, ids: readonly string[]): Promise<Deed[]> {
  if (ids.length === 0) return [];
  const db = queries(tx);
  const [deeds, changes, kinds] = await Promise.all([
    db
      .selectFrom('deed')
      .select([
        'id',
        'at',
        'actorKind',
        'userId',
        'connectionId',
        'apiKeyId',
        'throughName',
        'tool',
        'module',
        'effect',
        'job',
      ])
      .select(['proposalId', 'signedBy', 'undoes', 'moreChanges'])
      .where(sql<boolean>`id = any(${ids}::uuid[])`)
      .execute(),
    db
      .selectFrom('deedChange')
      .select(['deedId', 'recordKind', 'recordId', 'label', 'partKind', 'partId', 'happened', 'fields'])
      .select(['versionBefore', 'versionAfter', 'amountMinor', 'currency', 'counterpartId'])
      .where(sql<boolean>`deed_id = any(${ids}::uuid[])`)
      .orderBy('deedId')
      .orderBy('position')
      .execute(),
    kindsOf(db),
  ]);
  const told = await withNames(db, kinds, changes);
  const found = new Map(
    deeds.map(({ actorKind, at, id, moreChanges, ...actor }): [string, Deed] => [
      id,
      { id, at, moreChanges, actor: { kind: actorKind as ActorKind, ...actor }, changes: told.get(id) ?? [] },
    ]),
  );
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** The deed of this transaction so far; undefined while it changed nothing that is told. */
export async function deedInThis(tx: Tx, id: string): Promise<Deed | undefined> {
  return (await deedsOf(tx, [id]))[0];
}

interface ChangeRow {
  readonly deedId: string;
  readonly recordKind: string;
  readonly recordId: string;
  readonly label: string | null;
  readonly partKind: string | null;
  readonly partId: string | null;
  readonly happened: string;
  readonly fields: unknown;
  readonly versionBefore: number | null;
  readonly versionAfter: number | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly counterpartId: string | null;
}

interface DeedKind {
  readonly refers: Readonly<Record<string, string>>;
  readonly counterpart: string | null;
  readonly given: readonly string[];
  readonly aside: boolean;
}

async function kindsOf(db: Queries): Promise<ReadonlyMap<string, DeedKind>> {
  const rows = await db.selectFrom('deedKind').select(['kind', 'refers', 'counterpart', 'given', 'aside']).execute();
  return new Map(
    rows.map(({ kind, refers, given, ...rest }) => [
      kind,
      { ...rest, refers: refers as DeedKind['refers'], given: given ?? [] },
    ]),
  );
}

/** Which fields of which kind get their values only when it happens, such as a number; as tools name them. */
export async function givenFields(tx: Tx): Promise<ReadonlyMap<string, readonly string[]>> {
  return new Map([...(await kindsOf(queries(tx)))].map(([kind, { given }]) => [kind, given.map(camelCase)]));
}

type Fields = Readonly<Record<string, readonly [unknown, unknown]>>;

/** Ids of other records become their names as the caller sees them now; without one the id stays. */
async function withNames(
  db: Queries,
  kinds: ReadonlyMap<string, DeedKind>,
  rows: readonly ChangeRow[],
): Promise<ReadonlyMap<string, DeedChange[]>> {
  const wanted = new Map<string, Set<string>>();
  for (const row of rows) {
    const { refers = {}, counterpart } = kinds.get(row.partKind ?? row.recordKind) ?? {};
    const want = (column: string, values: readonly unknown[]) => {
      const kind = refers[column];
      if (kind === undefined) return;
      const ids = wanted.get(kind) ?? new Set();
      wanted.set(kind, ids);
      for (const id of values) if (typeof id === 'string') ids.add(id);
    };
    for (const [column, values] of Object.entries(row.fields as Fields)) want(column, values);
    if (counterpart) want(counterpart, [row.counterpartId]);
  }
  const names = new Map<string, string>();
  for (const [kind, ids] of wanted) {
    const { rows: labels } = await sql<{ id: string; label: string | null }>`
      select id, label from record_labels(${kind}, ${[...ids]}::uuid[])`.execute(db);
    for (const { id, label } of labels) if (label !== null) names.set(`${kind}/${id}`, label);
  }
  const told = new Map<string, DeedChange[]>();
  for (const row of rows) {
    const kind = kinds.get(row.partKind ?? row.recordKind);
    const named = (column: string, value: unknown) => {
      const of = kind?.refers[column];
      const label = of === undefined ? undefined : names.get(`${of}/${String(value)}`);
      return label === undefined ? value : { kind: of, id: value, label };
    };
    const counterpartOf = ({ counterpartId }: ChangeRow) => {
      const of = kind?.counterpart && kind.refers[kind.counterpart];
      return of && counterpartId !== null
        ? { kind: of, id: counterpartId, label: names.get(`${of}/${counterpartId}`) ?? null }
        : null;
    };
    const fields = Object.entries(row.fields as Fields).map(([column, [before, after]]) => [
      camelCase(column),
      { before: named(column, before), after: named(column, after) },
    ]);
    const changes = told.get(row.deedId) ?? [];
    told.set(row.deedId, changes);
    changes.push({
      record: { kind: row.recordKind, id: row.recordId, label: row.label },
      part: row.partKind === null ? null : { kind: row.partKind, id: row.partId },
      happened: row.happened as DeedChange['happened'],
      fields: Object.fromEntries(fields),
      versionBefore: row.versionBefore,
      versionAfter: row.versionAfter,
      amount:
        row.amountMinor === null || row.currency === null ? null : { minor: row.amountMinor, currency: row.currency },
      counterpart: counterpartOf(row),
      aside: kinds.get(row.recordKind)?.aside ?? false,
    });
  }
  return told;
}
