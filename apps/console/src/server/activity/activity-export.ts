import type { ActivityEvent, ActivityExportFormat } from '@countersign/contracts/console-connections';
import type { Pool } from '@countersign/db/connections/pool';
import { withQueries } from '@countersign/db/connections/transaction';
import { type ActivityQuery, activityPage } from './activity-page.ts';
import { type CsvCell, csvLine } from './csv-line.ts';

const PAGE = 500;

const COLUMNS: Record<string, (event: ActivityEvent) => CsvCell> = {
  id: ({ id }) => id,
  at: ({ at }) => at,
  kind: ({ kind }) => kind,
  action: ({ action }) => action,
  severity: ({ severity }) => severity,
  outcome: ({ outcome }) => outcome,
  tool: ({ tool }) => tool,
  address: ({ address }) => address,
  user_agent: ({ userAgent }) => userAgent,
  duration_ms: ({ durationMs }) => durationMs,
  request_id: ({ requestId }) => requestId,
  details: ({ details }) => JSON.stringify(details),
};

/**
 * A connection's events as text, newest first, in pieces of one page. Between two pages it holds no database connection, so a
 * slow reader costs nothing. Does not check who asks.
 */
export async function* activityExport(
  pool: Pool,
  query: Omit<ActivityQuery, 'limit' | 'cursor'>,
  format: ActivityExportFormat,
): AsyncGenerator<string> {
  const write = format === 'csv' ? toCsv : toJsonLine;
  if (format === 'csv') yield csvLine(Object.keys(COLUMNS));
  let cursor: string | undefined;
  do {
    const page = await withQueries(pool, (db) => activityPage(db, { ...query, cursor, limit: PAGE }));
    yield page.items.map(write).join('');
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
}

function toCsv(event: ActivityEvent): string {
  return csvLine(Object.values(COLUMNS).map((cellOf) => cellOf(event)));
}

function toJsonLine(event: ActivityEvent): string {
  return `${JSON.stringify(event)}\n`;
}
