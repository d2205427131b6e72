import { withQueries } from '@countersign/db/connections/transaction';
import { fixedId } from '@countersign/runtime/ids';
import type { TestDatabase } from '@countersign/testing/test-database';
import { sql } from 'kysely';

/** Where an id of each name comes from. Rows carry `team_id`, so that a team's own can be asked for. */
const RECORDS: Readonly<Record<string, string>> = {
  teamId: 'select organization_id, id, id as team_id from team',
  memberId:
    "select organization_id, user_id as id, null::uuid as team_id from membership order by (role = 'owner') desc",
  invitationId: 'select organization_id, id, null::uuid as team_id from invitation where closed_at is null',
  customerId: 'select organization_id, id, null::uuid as team_id from customer where archived_at is null order by id',
  contactId: 'select organization_id, id, team_id from contact order by id',
  projectId: ofRunningProject('p.id'),
  phaseId: ofRunningProject('(select id from project_phase where project_id = p.id order by position limit 1)'),
  taskId: ofRunningProject('(select id from task where project_id = p.id order by id limit 1)'),
  eventId: 'select organization_id, id, team_id from event order by id',
  shiftId: 'select organization_id, id, team_id from shift order by id',
  timeEntryId:
    'select organization_id, id, team_id from time_entry where invoice_line_id is null and minutes is not null order by id',
  ownTimeEntryId: `select e.organization_id, e.id, e.team_id from time_entry e left join membership m
    on m.organization_id = e.organization_id and m.user_id = e.member_id and m.role = 'owner'
    where invoice_line_id is null and minutes is not null order by m.role, e.id`,
  timerMemberId: 'select organization_id, member_id as id, team_id from time_entry where minutes is null',
  quoteId: 'select organization_id, id, team_id from quote order by id',
  draftQuoteId: "select organization_id, id, team_id from quote where status = 'draft' order by id",
  acceptedQuoteId: `select organization_id, id, team_id from quote where status = 'accepted'
    and not exists (select from invoice where quote_id = quote.id) order by id`,
  invoiceId: 'select organization_id, id, team_id from invoice order by id',
  draftInvoiceId: 'select organization_id, id, team_id from invoice where number is null order by id',
  draftLineId: `select l.organization_id, l.id, i.team_id from invoice_line l join invoice i
    on i.organization_id = l.organization_id and i.id = l.invoice_id where i.number is null order by l.id`,
  issuedLineId: `select l.organization_id, l.id, i.team_id from invoice_line l join invoice i
    on i.organization_id = l.organization_id and i.id = l.invoice_id where i.number is not null order by l.id`,
  issueId: "select organization_id, id, team_id from signal_issue where status <> 'resolved' order by kind desc, id",
  recordId: 'select organization_id, record_id as id, team_id from signal_issue order by kind desc, id',
  recurringInvoiceId: 'select organization_id, id, team_id from recurring_invoice order by id',
  expenseId: 'select organization_id, id, team_id from expense order by id',
  draftExpenseId: 'select organization_id, id, team_id from expense where booked_at is null order by id',
  unpaidExpenseId: `select organization_id, id, team_id from expense where booked_at is not null and paid_on is null order by id`,
  sourceId: 'select organization_id, source_id as id, team_id from journal_entry order by id',
  statementId: "select organization_id, id, team_id from document where name like 'Bank statement%' order by id",
  documentId: 'select organization_id, id, team_id from document order by id',
  openInvoiceId: `select organization_id, id, team_id from invoice where number is not null and paid_minor + credited_minor = 0
    and total_minor > 20000 order by id`,
  refundableInvoiceId: `select organization_id, id, team_id from invoice where refundable_minor > refunded_minor order by id`,
  refundableCreditNoteId: `select n.organization_id, n.id, i.team_id from invoice i join credit_note n
    on n.organization_id = i.organization_id and n.invoice_id = i.id
    where i.refundable_minor > i.refunded_minor and n.refundable_minor > 0 order by i.id`,
  paymentId: `select p.organization_id, p.id, i.team_id from payment p join invoice i
    on i.organization_id = p.organization_id and i.id = p.invoice_id where i.credited_minor = 0 order by p.id`,
  openMovementId: `select organization_id, id, null::uuid as team_id from statement_row where state = 'open' and amount_minor > 0 order by id`,
  outgoingMovementId: `select organization_id, id, null::uuid as team_id from statement_row where state = 'open' and amount_minor < 0 order by id`,
  movementPartId: 'select organization_id, id, null::uuid as team_id from statement_part order by id',
  importId: 'select organization_id, id, null::uuid as team_id from statement_import order by id',
  creditNoteId: `select n.organization_id, n.id, i.team_id from credit_note n join invoice i
    on i.organization_id = n.organization_id and i.id = n.invoice_id order by n.id`,
  overdueInvoiceId: `select organization_id, id, team_id from invoice where due_on < current_date and reminder_level < 3
    and paid_minor + credited_minor < total_minor order by id`,
  billableCustomerId: `select e.organization_id, e.customer_id as id, null::uuid as team_id from time_entry e join customer c
    on c.organization_id = e.organization_id and c.id = e.customer_id where billable and minutes is not null
    and invoice_line_id is null and c.country = 'FI' order by e.id`,
  billableProjectId: `select e.organization_id, e.project_id as id, e.team_id from time_entry e join customer c
    on c.organization_id = e.organization_id and c.id = e.customer_id where billable and minutes is not null
    and invoice_line_id is null and c.country = 'FI' and project_id is not null order by e.id`,
  budgetId: `select b.organization_id, b.id, p.team_id from budget b
    join project p on p.organization_id = b.organization_id and p.id = b.project_id order by b.id`,
};

/** Something of a running project, always of the same one, so that phases and tasks fit their project. */
function ofRunningProject(id: string): string {
  return `select p.organization_id, ${id} as id, p.team_id from project p where p.status = 'active' and archived_at is null order by p.id`;
}

/**
 * One record id of each name, of an organization or one of its teams. A name the demo data has no record for is absent.
 * Records of the whole organization stand in where a table knows no teams.
 */
export async function demoRecords(
  database: TestDatabase,
  organization: string,
  team?: string,
): Promise<Readonly<Record<string, string>>> {
  const organizationId = fixedId('organization', organization);
  const teamId = team === undefined ? null : fixedId('team', organization, team);
  const found: Record<string, string> = {};
  for (const [name, records] of Object.entries(RECORDS)) {
    const knowsTeams = !records.includes('null::uuid as team_id');
    const { rows } = await withQueries(database.owner, (db) =>
      sql<{ id: string | null }>`select id from (${sql.raw(records)}) as records
        where organization_id = ${organizationId} and (${teamId}::uuid is null or not ${knowsTeams} or team_id = ${teamId})
        limit 1`.execute(db),
    );
    if (rows[0]?.id) found[name] = rows[0].id;
  }
  return found;
}

/** An example of a tool with its `$name` values filled in. */
export function filledIn<T>(example: T, records: Readonly<Record<string, string>>): T {
  return JSON.parse(
    JSON.stringify(example, (_key, value: unknown) => {
      if (typeof value !== 'string') return value;
      return value.replace(/(?<=^|:)\$(\w+)$/, (_whole, name: string) => {
        const id = records[name];
        if (id === undefined) throw new Error(`The demo data has no $${name}`);
        return id;
      });
    }),
  ) as T;
}
