-- The ledger: entries and their lines, in the base currency of the organization. It balances because the database refuses, at the
-- commit, an entry that does not; and it stays because nobody who serves may change or delete what was posted.

CREATE TABLE "journal_entry" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "team_id" UUID,
    "booked_on" DATE NOT NULL,
    "description" TEXT NOT NULL,
    "source_kind" TEXT NOT NULL,
    "source_id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "document_currency" CHAR(3),
    "exchange_rate_millionths" BIGINT,
    "line_count" INTEGER NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "journal_entry_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "journal_line" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "entry_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "debit_minor" BIGINT NOT NULL DEFAULT 0,
    "credit_minor" BIGINT NOT NULL DEFAULT 0,
    "vat_basis_points" INTEGER,

    CONSTRAINT "journal_line_pkey" PRIMARY KEY ("organization_id","id")
);
CREATE INDEX "journal_entry_organization_id_booked_on_id_idx" ON "journal_entry"("organization_id", "booked_on", "id");

CREATE UNIQUE INDEX "journal_entry_organization_id_source_kind_source_id_key" ON "journal_entry"("organization_id", "source_kind", "source_id");

CREATE UNIQUE INDEX "journal_line_organization_id_entry_id_position_key" ON "journal_line"("organization_id", "entry_id", "position");

ALTER TABLE "journal_entry" ADD CONSTRAINT "journal_entry_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "journal_entry" ADD CONSTRAINT "journal_entry_organization_id_team_id_fkey" FOREIGN KEY ("organization_id", "team_id") REFERENCES "team"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "journal_line" ADD CONSTRAINT "journal_line_organization_id_entry_id_fkey" FOREIGN KEY ("organization_id", "entry_id") REFERENCES "journal_entry"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Checks ------------------------------------------------------------------------------------------------------------------

ALTER TABLE journal_entry ADD CONSTRAINT journal_entry_source_is_known CHECK (
  source_kind IN ('invoice', 'credit_note', 'payment', 'expense', 'expense_payment')
);
ALTER TABLE journal_entry ADD CONSTRAINT journal_entry_currency_is_a_code CHECK (
  currency ~ '^[A-Z]{3}$' AND document_currency ~ '^[A-Z]{3}$' AND document_currency <> currency
);
ALTER TABLE journal_entry ADD CONSTRAINT journal_entry_rate_comes_with_its_currency CHECK (
  (document_currency IS NULL) = (exchange_rate_millionths IS NULL) AND exchange_rate_millionths > 0
);
ALTER TABLE journal_entry ADD CONSTRAINT journal_entry_moves_something CHECK (line_count >= 2 AND total_minor > 0);

-- The chart of accounts; packages/domain/src/books/chart.ts says what each is.
ALTER TABLE journal_line ADD CONSTRAINT journal_line_account_is_in_the_chart CHECK (account IN (
  'bank', 'receivables', 'vat_receivable', 'payables', 'vat_payable', 'equity', 'sales',
  'expenses_subcontracting', 'expenses_software', 'expenses_equipment', 'expenses_premises', 'expenses_travel',
  'expenses_marketing', 'expenses_professional', 'expenses_other'
));
ALTER TABLE journal_line ADD CONSTRAINT journal_line_is_a_debit_or_a_credit CHECK (
  position > 0 AND debit_minor >= 0 AND credit_minor >= 0 AND (debit_minor = 0) <> (credit_minor = 0)
  AND vat_basis_points BETWEEN 0 AND 10000
);

-- Debits equal credits ----------------------------------------------------------------------------------------------------
-- Looked at when the transaction commits, for the entry and for each of its lines: an entry without lines, one that does not balance,
-- and a line added to an entry of before are all refused. The organization is named because the seed may be a superuser's.

CREATE FUNCTION refuse_unbalanced_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  entry CONSTANT uuid := CASE TG_TABLE_NAME WHEN 'journal_entry' THEN to_jsonb(NEW)->>'id' ELSE to_jsonb(NEW)->>'entry_id' END;
BEGIN
  IF NOT EXISTS (
    SELECT FROM journal_entry e
    JOIN journal_line l ON l.organization_id = e.organization_id AND l.entry_id = e.id
    WHERE e.organization_id = NEW.organization_id AND e.id = entry
    GROUP BY e.line_count, e.total_minor
    HAVING count(*) = e.line_count AND sum(l.debit_minor) = e.total_minor AND sum(l.credit_minor) = e.total_minor
  ) THEN
    RAISE EXCEPTION 'The debits and credits of a journal entry must be equal, and its lines those it was posted with.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_entry_balances', TABLE = 'journal_entry';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER journal_entry_balances AFTER INSERT ON journal_entry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unbalanced_entry();
CREATE CONSTRAINT TRIGGER journal_entry_balances AFTER INSERT ON journal_line
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unbalanced_entry();

-- What is posted stays ----------------------------------------------------------------------------------------------------

CREATE FUNCTION refuse_change_of_posted_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'A posted entry cannot be changed or deleted.'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'posted_entry_stays', TABLE = TG_TABLE_NAME;
END $$;

CREATE TRIGGER posted_entry_stays BEFORE UPDATE OR DELETE ON journal_entry
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_posted_entry();
CREATE TRIGGER posted_entry_stays BEFORE UPDATE OR DELETE ON journal_line
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_posted_entry();

-- Row-level security ------------------------------------------------------------------------------------------------------

SELECT secure_tenant_table('journal_entry', narrowed_by => 'team_id');
SELECT secure_tenant_child_table('journal_line', 'entry_id', 'journal_entry');
REVOKE UPDATE, DELETE ON journal_entry, journal_line FROM countersign_tools;
