import type { Tx } from '@countersign/contracts/request-context';
import { CONNECTION_KINDS, KINDS } from './kinds.ts';
import type { DataConnection, StatementImport } from './schemas.ts';
import { findLastImport, listRequests } from './store.ts';

/** Every kind of service and how it stands. */
export async function connectionsWithHealth(tx: Tx): Promise<DataConnection[]> {
  const [requests, last] = [await listRequests(tx), await findLastImport(tx)];
  return KINDS.map((kind) => {
    const { title, adapter } = CONNECTION_KINDS[kind];
    const requestedAt = requests.find((request) => request.kind === kind)?.requestedAt ?? null;
    if (adapter !== null) {
      return { kind, title, ...healthOf(last), lastSyncAt: last?.finishedAt ?? null, requestedAt: null };
    }
    return requestedAt
      ? {
          kind,
          title,
          health: 'requested',
          lastSyncAt: null,
          requestedAt,
          detail: 'It was asked for and is not connected yet.',
        }
      : {
          kind,
          title,
          health: 'not_connected',
          lastSyncAt: null,
          requestedAt,
          detail: 'It is not connected. request_service_connection asks for it.',
        };
  });
}

/** The last import, when it is what makes the connection need attention. */
export async function importInNeedOfAttention(tx: Tx): Promise<StatementImport | undefined> {
  const last = await findLastImport(tx);
  return healthOf(last).health === 'attention' ? last : undefined;
}

function healthOf(last: StatementImport | undefined): Pick<DataConnection, 'health' | 'detail'> {
  if (!last)
    return { health: 'healthy', detail: 'No statement was imported yet. Upload one, then trigger_connection_sync.' };
  if (last.failure) return { health: 'attention', detail: last.failure };
  const { matchedRows, unmatchedRows } = last;
  return {
    health: unmatchedRows > 0 ? 'attention' : 'healthy',
    detail: `Movements of the last statement: ${matchedRows} paid an invoice, ${unmatchedRows} could not be matched.`,
  };
}
