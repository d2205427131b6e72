import { transaction } from '@countersign/db/connections/transaction';
import { inOrg } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import type { CamtEntry } from '@countersign/testing/camt-053';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { sql } from 'kysely';
import { beforeAll } from 'vitest';
import { uploadDocuments } from '../src/documents/tools/upload-documents.ts';
import { importStatement } from '../src/integrations/jobs/import-statement.ts';
import type { StatementImport } from '../src/integrations/schemas.ts';
import { listImports } from '../src/integrations/tools/list-imports.ts';
import { triggerConnectionSync } from '../src/integrations/tools/trigger-connection-sync.ts';

export const ada = { person: 'ada', organization: 'acme' };
export const organizationId = fixedId('organization', 'acme');

export type Caller = { person: string; organization: string; team?: string };

export interface Open {
  readonly id: string;
  readonly reference: string;
  readonly open: number;
  readonly currency: string;
  readonly team_id: string | null;
}

const today = new Date().toISOString().slice(0, 10);
let next = 0;

/** A movement that pays an invoice today, no two alike. */
export function entry({ reference, open }: Pick<Open, 'reference' | 'open'>, rest: Partial<CamtEntry> = {}): CamtEntry {
  return {
    amount: (open / 100).toFixed(2),
    bookedOn: today,
    reference,
    payer: 'Somebody',
    bankReference: `B-${next++}`,
    ...rest,
  };
}

/** Bank statements of Acme Studio in the demo data of the calling file, where billing write is on: uploaded, triggered, and imported as the worker would. */
export function useStatements() {
  const { callAs, database } = useDemoCaller();

  /** As the console does it. */
  const turnBillingWrite = (mcpBillingWrite: boolean) =>
    transaction(database.control, async (db) => {
      await sql`select let_writes_finish(${organizationId})`.execute(db);
      await db
        .updateTable('organization')
        .set({ mcpWrite: true, mcpBillingWrite })
        .where('id', '=', organizationId)
        .execute();
    });
  beforeAll(() => turnBillingWrite(true));

  const upload = async (bytes: Buffer, name = 'statement.xml', caller: Caller = ada): Promise<string> => {
    const files = [{ name, contentBase64: bytes.toString('base64') }];
    const { documents } = await callAs<{ documents: { id: string }[] }>(caller, uploadDocuments, { files });
    return documents[0]?.id ?? '';
  };

  const trigger = async (documentId: string, caller: Caller = ada): Promise<string> => {
    const { imports } = await callAs<{ imports: StatementImport[] }>(caller, triggerConnectionSync, { documentId });
    return imports[0]?.id ?? '';
  };

  /** Does the job of an import, as the worker would. */
  const work = (importId: string): Promise<void> => {
    const ctx = { now: new Date(), organization: { id: organizationId, slug: 'acme', name: 'Acme Studio' } };
    return inOrg(database.jobs, { organizationId, teamId: null }, (tx) =>
      importStatement.handle(ctx, { importId }, tx),
    );
  };

  const found = async (importId: string, caller: Caller = ada): Promise<StatementImport | undefined> => {
    const { items } = await callAs<{ items: StatementImport[] }>(caller, listImports, { limit: 200 });
    return items.find(({ id }) => id === importId);
  };

  return {
    callAs,
    database,
    turnBillingWrite,
    upload,
    trigger,
    work,
    found,
    /** Triggers an import and does its job; answers the import as it stands then. */
    sync: async (documentId: string, caller: Caller = ada) => {
      const importId = await trigger(documentId, caller);
      await work(importId);
      return found(importId, caller);
    },
    openInvoices: async (team: string | null = null): Promise<Open[]> => {
      const { rows } = await database.owner.query<Open>(
        `select id, payment_reference as reference, total_minor - paid_minor - credited_minor as open, currency, team_id from invoice
         where organization_id = $1 and number is not null and paid_minor = 0 and credited_minor = 0 and total_minor > 1000
           and issued_on < current_date and currency = 'EUR' and ($2::uuid is null or team_id = $2) order by id`,
        [organizationId, team],
      );
      return rows;
    },
    paidMinor: async (invoiceId: string | undefined): Promise<number | undefined> => {
      const { rows } = await database.owner.query<{ paid: number }>(
        'select paid_minor as paid from invoice where id = $1',
        [invoiceId],
      );
      return rows[0]?.paid;
    },
  };
}
