import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';
import { OPEN_MINOR } from '../billing/index.ts';
import { workValue } from '../time/index.ts';
import type { ProjectMoney, ProjectWork } from './schemas.ts';

/** Who worked on a project and for how long; running timers are not over. Most first. */
export async function workOnProject(tx: Tx, projectId: string): Promise<ProjectWork[]> {
  const { rows } = await sql<ProjectWork>`
    select e.member_id, u.name, sum(e.minutes) as minutes,
      coalesce(sum(e.minutes) filter (where e.billable), 0) as billable_minutes,
      coalesce(sum(e.minutes) filter (where e.billable and e.invoice_line_id is null), 0) as unbilled_minutes
    from time_entry e left join "user" u on u.id = e.member_id
    where e.project_id = ${projectId} and e.minutes is not null and e.voided_at is null
    group by e.member_id, u.name order by 3 desc, 1`.execute(queries(tx));
  return rows;
}

/**
 * What a project brought and cost, in each currency in which it did, before VAT. Of an invoice for several projects it is the lines that are this
 * one's, and the same share of what is open or was credited as an amount.
 */
export async function moneyOfProject(tx: Tx, projectId: string): Promise<ProjectMoney[]> {
  const { rows } = await sql<ProjectMoney>`
    with shares as (
      -- The part of each invoice that its lines for this project are; of one without lines, all of it.
      select invoice.id, invoice.currency, invoice.number, invoice.net_minor, ${OPEN_MINOR} as open,
        case when invoice.net_minor = 0 then coalesce(invoice.project_id = ${projectId}, false)::int::numeric else own.net_minor / invoice.net_minor end as share,
        own.net_minor as own_net_minor
      from invoice
      cross join lateral (
        select coalesce(sum(l.net_minor), 0)::numeric as net_minor from invoice_line l
        where l.organization_id = invoice.organization_id and l.invoice_id = invoice.id and coalesce(l.project_id, invoice.project_id) = ${projectId}
      ) as own
      where invoice.project_id = ${projectId} or exists (select from invoice_line l where l.organization_id = invoice.organization_id
        and l.invoice_id = invoice.id and l.project_id = ${projectId})
    ), sums as (
      select currency, own_net_minor as invoiced, 0 as credited, round(open * share) as open, 0 as drafted, 0 as spent, 0 as worked, 0 as unbilled
        from shares where number is not null
      union all
      select s.currency, 0, case when l.invoice_line_id is null then round(l.net_minor * s.share)
          when coalesce(line.project_id, i.project_id) = ${projectId} then l.net_minor else 0 end, 0, 0, 0, 0, 0
        from shares s join invoice i on i.id = s.id
        join credit_note n on n.organization_id = i.organization_id and n.invoice_id = i.id
        join credit_note_line l on l.organization_id = n.organization_id and l.credit_note_id = n.id
        left join invoice_line line on line.organization_id = l.organization_id and line.id = l.invoice_line_id
      union all
      select currency, 0, 0, 0, own_net_minor, 0, 0, 0 from shares where number is null
      union all
      select currency, 0, 0, 0, 0, net_minor, 0, 0 from expense where project_id = ${projectId}
      union all
      select currency, 0, 0, 0, 0, 0, value_minor, case when billable and invoice_line_id is null then value_minor else 0 end
        from (${workValue(sql`entry.project_id = ${projectId} and entry.rate_minor is not null`)}) as work
    )
    select currency, sum(invoiced)::bigint as invoiced_minor, sum(credited)::bigint as credited_minor, sum(open)::bigint as open_minor,
      sum(drafted)::bigint as drafted_minor, sum(spent)::bigint as expenses_minor, sum(worked)::bigint as work_minor,
      sum(unbilled)::bigint as unbilled_work_minor, (sum(invoiced) - sum(credited) - sum(spent))::bigint as margin_minor
    from sums group by currency order by currency`.execute(queries(tx));
  return rows;
}
