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
    where e.project_id = ${projectId} and e.minutes is not null
    group by e.member_id, u.name order by 3 desc, 1`.execute(queries(tx));
  return rows;
}

/** What a project brought and cost, in each currency in which it did, before VAT. */
export async function moneyOfProject(tx: Tx, projectId: string): Promise<ProjectMoney[]> {
  const { rows } = await sql<ProjectMoney>`
    with sums as (
      select currency, net_minor as invoiced, 0 as credited, ${OPEN_MINOR} as open, 0 as drafted, 0 as spent, 0 as worked, 0 as unbilled
        from invoice where project_id = ${projectId} and number is not null
      union all
      select i.currency, 0, n.net_minor, 0, 0, 0, 0, 0
        from credit_note n join invoice i on i.organization_id = n.organization_id and i.id = n.invoice_id where i.project_id = ${projectId}
      union all
      select currency, 0, 0, 0, net_minor, 0, 0, 0 from invoice where project_id = ${projectId} and number is null
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
