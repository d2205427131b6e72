import { sql } from 'kysely';
import { OPEN_MINOR } from '../../billing/index.ts';
import type { MovementRecord } from '../schemas.ts';

/** Records that an open movement (`row`) may belong to: of its amount and currency, the likeliest first. Nothing follows from them by itself. */
export const SUGGESTIONS = sql<MovementRecord['suggestions']>`(case when row.state <> 'open' then '[]'::jsonb else (
  select coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'id', id, 'title', title, 'openMinor', open)), '[]') from (
    (select 'invoice' as kind, invoice.id, 'Invoice ' || invoice.number || ' for ' || customer.name as title, ${OPEN_MINOR} as open
      from invoice join customer on customer.organization_id = invoice.organization_id and customer.id = invoice.customer_id
      where row.amount_minor > 0 and invoice.organization_id = row.organization_id and invoice.number is not null
        and invoice.currency = row.currency and ${OPEN_MINOR} = row.amount_minor and invoice.issued_on <= row.booked_on
      order by (lower(customer.name) = lower(coalesce(row.counterparty, ''))) desc, invoice.due_on, invoice.id limit 3)
    union all
    (select 'payment', p.id, 'Payment of invoice ' || invoice.number || ', recorded by hand', p.amount_minor
      from payment p join invoice on invoice.organization_id = p.organization_id and invoice.id = p.invoice_id
      where row.amount_minor <> 0 and p.organization_id = row.organization_id and invoice.currency = row.currency and p.amount_minor = abs(row.amount_minor)
        and abs(p.paid_on - row.booked_on) <= 60
        and not exists (select from payment_reversal r where r.organization_id = p.organization_id and r.payment_id = p.id)
        and (row.amount_minor < 0 or not exists (select from statement_part s where s.organization_id = p.organization_id and s.payment_id = p.id
          and s.undone_at is null))
      order by abs(p.paid_on - row.booked_on), p.id limit 3)
    union all
    (select 'expense', e.id, 'Expense of ' || e.supplier, e.total_minor
      from expense e
      where e.organization_id = row.organization_id and e.currency = row.currency and e.total_minor = -row.amount_minor
        and not exists (select from statement_part s where s.organization_id = e.organization_id and s.expense_id = e.id and s.undone_at is null)
      order by abs(e.incurred_on - row.booked_on), e.id limit 3)
  ) as found) end)`;
