import { AppError } from '@countersign/contracts/errors';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import { type RawBuilder, sql } from 'kysely';
import { requireProject } from '../projects/index.ts';
import { keptLines, type PricedLine } from './priced-line.ts';
import { type LineAmounts, lineNetMinor, totalsOf } from './rules.ts';
import { type DocumentLine, type KeptLine, LINES_MAX } from './schemas.ts';

/** Documents made of lines: table `<kind>` has the totals, `<kind>_line` the lines under `<kind>_id`, all with the same columns. */
export type LinedDocument = 'quote' | 'invoice' | 'recurring_invoice';

const lineTable = (kind: LinedDocument) => sql.table(`${kind}_line`);
const parentKey = (kind: LinedDocument) => sql.ref(`${kind}_id`);

/** In the order the document shows them. */
export async function linesOf(tx: Tx, kind: LinedDocument, documentId: string): Promise<DocumentLine[]> {
  const { rows } = await sql<DocumentLine>`
    select id, position, description, quantity_thousandths, minutes, unit, unit_price_minor, vat_basis_points, net_minor, project_id
    from ${lineTable(kind)} where ${parentKey(kind)} = ${documentId} order by position`.execute(queries(tx));
  return rows;
}

/** The lines of a document that has none, already with the totals of these. They are lines of its own, whosever they were before. */
export async function insertLines(
  ctx: Pick<RequestContext, 'organization'>,
  tx: Tx,
  kind: LinedDocument,
  documentId: string,
  lines: readonly PricedLine[],
): Promise<void> {
  const own = lines.map((line) => ({ ...line, id: undefined }));
  await insertFrom(ctx, tx, kind, documentId, own, 1);
}

/**
 * All lines of a document and its totals. A line named by its id stays that line, with whatever refers to it; one left out goes. Throws
 * `not_found` for an id that is no line of the document. The document is locked.
 */
export async function replaceLines(
  ctx: Pick<RequestContext, 'organization'>,
  tx: Tx,
  kind: LinedDocument,
  documentId: string,
  lines: readonly KeptLine[],
): Promise<void> {
  const before = await linesOf(tx, kind, documentId);
  const after = keptLines(lines, before);
  await requireLineProjects(tx, after, before);
  const gone = before.flatMap(({ id }) => (after.some((line) => line.id === id) ? [] : [id]));
  await run(tx, sql`delete from ${lineTable(kind)} where ${parentKey(kind)} = ${documentId} and id = any(${gone})`);
  // Out of the way first: a position is taken until its line has moved.
  await run(
    tx,
    sql`update ${lineTable(kind)} set position = position + ${LINES_MAX} where ${parentKey(kind)} = ${documentId}`,
  );
  await insertFrom(ctx, tx, kind, documentId, after, 1);
  await writeTotals(tx, kind, documentId, after);
}

/**
 * Throws `not_found` for a line that names a project this connection cannot see. `known` are lines whose projects somebody has chosen before.
 */
export async function requireLineProjects(
  tx: Tx,
  lines: readonly Pick<PricedLine, 'projectId'>[],
  known: readonly Pick<PricedLine, 'projectId'>[] = [],
): Promise<void> {
  const before = new Set(known.map(({ projectId }) => projectId));
  for (const projectId of new Set(lines.map((line) => line.projectId))) {
    if (projectId && !before.has(projectId)) await requireProject(tx, projectId);
  }
}

/** Adds lines after those there are, and to the totals; gives their ids. Throws `conflict` when they would be too many. The document is locked. */
export async function appendLines(
  ctx: Pick<RequestContext, 'organization'>,
  tx: Tx,
  kind: LinedDocument,
  documentId: string,
  lines: readonly PricedLine[],
): Promise<string[]> {
  const before = await linesOf(tx, kind, documentId);
  if (before.length + lines.length > LINES_MAX) {
    throw new AppError('conflict', `A document has at most ${LINES_MAX} lines. Start another draft.`);
  }
  const added = lines.map((line) => ({ ...line, id: newId() }));
  await insertFrom(ctx, tx, kind, documentId, added, before.length + 1);
  await writeTotals(tx, kind, documentId, [...before, ...added]);
  return added.map(({ id }) => id);
}

/** The rows travel as one JSON value, so that any number of lines is the same prepared statement. */
async function insertFrom(
  ctx: Pick<RequestContext, 'organization'>,
  tx: Tx,
  kind: LinedDocument,
  documentId: string,
  lines: readonly PricedLine[],
  first: number,
): Promise<void> {
  if (lines.length === 0) return;
  const rows = lines.map((line, index) => ({
    id: line.id ?? newId(),
    position: first + index,
    description: line.description,
    quantity_thousandths: line.quantityThousandths,
    minutes: line.minutes,
    unit: line.unit,
    unit_price_minor: line.unitPriceMinor,
    vat_basis_points: line.vatBasisPoints,
    net_minor: lineNetMinor(line),
    project_id: line.projectId ?? null,
  }));
  await run(
    tx,
    sql`insert into ${lineTable(kind)} (organization_id, ${parentKey(kind)}, id, position, description, quantity_thousandths,
      minutes, unit, unit_price_minor, vat_basis_points, net_minor, project_id)
    select ${ctx.organization.id}::uuid, ${documentId}::uuid, line.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as line (
      id uuid, position integer, description text, quantity_thousandths integer, minutes integer, unit text, unit_price_minor bigint,
      vat_basis_points integer, net_minor bigint, project_id uuid)
    on conflict (organization_id, id) do update set position = excluded.position, description = excluded.description,
      quantity_thousandths = excluded.quantity_thousandths, minutes = excluded.minutes, unit = excluded.unit, unit_price_minor = excluded.unit_price_minor,
      vat_basis_points = excluded.vat_basis_points, net_minor = excluded.net_minor,
      project_id = excluded.project_id`,
  );
}

async function writeTotals(
  tx: Tx,
  kind: LinedDocument,
  documentId: string,
  lines: readonly LineAmounts[],
): Promise<void> {
  const { netMinor, vatMinor, totalMinor } = totalsOf(lines);
  await run(
    tx,
    sql`update ${sql.table(kind)} set net_minor = ${netMinor}, vat_minor = ${vatMinor}, total_minor = ${totalMinor}
      where id = ${documentId}`,
  );
}

const run = (tx: Tx, statement: RawBuilder<unknown>) => statement.execute(queries(tx));
