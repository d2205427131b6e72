import { notFound } from '@countersign/contracts/errors';
import { toPage } from '@countersign/contracts/pagination';
import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';
import { comesAfter } from '../../keyset.ts';
import type { MovementRecord, Unmatched } from '../schemas.ts';
import { SUGGESTIONS } from './suggestions.ts';

/** What of a movement no part that stands is for. */
const OPEN = sql<number>`(case when row.state = 'ignored' then 0 else row.amount_minor - coalesce((select sum(p.amount_minor) from statement_part p
  where p.organization_id = row.organization_id and p.row_id = row.id and p.undone_at is null), 0)::bigint end)`;

const PARTS = sql<
  MovementRecord['parts']
>`(select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'kind', p.kind, 'amountMinor', p.amount_minor,
  'invoiceId', m.invoice_id, 'invoiceNumber', i.number, 'paymentId', p.payment_id, 'expenseId', p.expense_id, 'customerId', p.customer_id,
  'account', p.account, 'note', p.note, 'creditLeftMinor', case when p.kind = 'customer_credit' then p.amount_minor
    - coalesce((select sum(u.amount_minor) from payment u where u.organization_id = p.organization_id and u.credit_part_id = p.id
        and not exists (select from payment_reversal r where r.organization_id = u.organization_id and r.payment_id = u.id)), 0)
    + coalesce((select sum(b.amount_minor) from statement_part b where b.organization_id = p.organization_id and b.credit_part_id = p.id
        and b.undone_at is null), 0) end) order by p.created_at, p.id), '[]')
  from statement_part p
  left join payment m on m.organization_id = p.organization_id and m.id = p.payment_id
  left join invoice i on i.organization_id = m.organization_id and i.id = m.invoice_id
  where p.organization_id = row.organization_id and p.row_id = row.id and p.undone_at is null)`;

/** Row-level security decides which movements there are for this transaction. */
function movements(tx: Tx) {
  return queries(tx)
    .selectFrom('statementRow as row')
    .innerJoin('statementImport', (join) =>
      join
        .onRef('statementImport.organizationId', '=', 'row.organizationId')
        .onRef('statementImport.id', '=', 'row.importId'),
    )
    .select([
      'row.id',
      'row.importId',
      sql<string | null>`coalesce(row.account, statement_import.account)`.as('account'),
      'row.bookedOn',
      'row.amountMinor',
      OPEN.as('openMinor'),
      'row.currency',
      'row.counterparty',
      'row.reference',
      'row.message',
      'row.state',
      sql<Unmatched | null>`case when row.state = 'open' then row.unmatched end`.as('why'),
      'row.ignoredReason',
      PARTS.as('parts'),
      SUGGESTIONS.as('suggestions'),
    ])
    .$narrowType<{ state: MovementRecord['state'] }>();
}

export interface MovementFilter {
  readonly state?: readonly MovementRecord['state'][] | undefined;
  readonly direction?: 'in' | 'out' | undefined;
  readonly amountMinor?: number | undefined;
  readonly text?: string | undefined;
  readonly account?: string | undefined;
  readonly importId?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Newest first. `amountMinor` finds either sign, whole movements and parts of them; `text` is looked for in all that the bank told. */
export async function listMovements(tx: Tx, filter: MovementFilter) {
  const { state, direction, amountMinor, text, account, importId, from, to } = filter;
  let list = movements(tx);
  if (state) list = list.where('row.state', '=', sql<string>`any(${state})`);
  if (direction) list = list.where('row.amountMinor', direction === 'in' ? '>' : '<', 0);
  if (amountMinor !== undefined) {
    const amounts = [amountMinor, -amountMinor];
    list = list.where(
      sql<boolean>`(row.amount_minor = any(${amounts}::bigint[]) or exists (select from statement_part s
        where s.organization_id = row.organization_id and s.row_id = row.id and s.undone_at is null and s.amount_minor = any(${amounts}::bigint[])))`,
    );
  }
  if (text) {
    list = list.where(
      sql<boolean>`strpos(lower(concat_ws(' ', row.counterparty, row.reference, row.message, row.bank_reference, row.end_to_end_id)), lower(${text})) > 0`,
    );
  }
  if (account) list = list.where(sql<boolean>`coalesce(row.account, statement_import.account) = ${account}`);
  if (importId) list = list.where('row.importId', '=', importId);
  if (from) list = list.where('row.bookedOn', '>=', from);
  if (to) list = list.where('row.bookedOn', '<=', to);
  const rows = await list
    .where(
      comesAfter(filter.cursor, 'descending', [
        [sql.ref('row.booked_on'), 'date'],
        [sql.ref('row.id'), 'id'],
      ]),
    )
    .orderBy('row.bookedOn', 'desc')
    .orderBy('row.id', 'desc')
    .limit(filter.limit + 1)
    .execute();
  return toPage(rows, filter.limit, (row) => [row.bookedOn, row.id]);
}

export async function requireMovement(tx: Tx, id: string): Promise<MovementRecord> {
  const found = await movements(tx).where('row.id', '=', id).executeTakeFirst();
  if (!found) throw notFound('movement');
  return found;
}

/** What is to be done, of everything: how many open movements each way, and what of them is open, by currency. */
export async function openMovements(tx: Tx) {
  const { rows } = await sql<{ currency: string; count: number; openInMinor: number; openOutMinor: number }>`
    select currency, count(*)::int as count, coalesce(sum(open) filter (where open > 0), 0)::bigint as open_in_minor,
      coalesce(sum(open) filter (where open < 0), 0)::bigint as open_out_minor
    from (select row.currency, ${OPEN} as open from statement_row as row where row.state = 'open') as rows
    group by currency order by currency`.execute(queries(tx));
  return rows;
}

/**
 * The bank's own word beside the books': the newest closing balance of each account, and what the account `bank` of the ledger came to that day. With
 * several accounts the ledger is the sum of all.
 */
export async function closingBalances(tx: Tx, baseCurrency: string) {
  const { rows } = await sql<{ account: string | null; on: string; statementMinor: number; ledgerMinor: number }>`
    select distinct on (i.account) i.account, to_char(i.closing_on, 'YYYY-MM-DD') as "on", i.closing_minor as statement_minor,
      coalesce((select sum(l.debit_minor - l.credit_minor) from journal_entry e
        join journal_line l on l.organization_id = e.organization_id and l.entry_id = e.id
        where e.booked_on <= i.closing_on and e.currency = ${baseCurrency} and l.account = 'bank'), 0)::bigint as ledger_minor
    from statement_import i
    where i.closing_on is not null and i.closing_currency = ${baseCurrency} and i.status = 'imported'
    order by i.account, i.closing_on desc, i.finished_at desc limit 20`.execute(queries(tx));
  return rows;
}

export async function ignoreMovement(tx: Tx, id: string, reason: string): Promise<void> {
  await queries(tx)
    .updateTable('statementRow')
    .set({ state: 'ignored', ignoredReason: reason })
    .where('id', '=', id)
    .execute();
}
