-- Changes the type of statement_row.amount_minor, so stop everything, migrate, and start the new version.
-- Movements of bank accounts get a state and the parts they are settled by; payments can be taken back; accounts that were asked about.

ALTER TABLE "payment" ADD COLUMN "received_minor" BIGINT, ADD COLUMN "credit_part_id" UUID;

ALTER TABLE "statement_import" ADD COLUMN "failure_detail" TEXT, ADD COLUMN "reading" JSONB NOT NULL DEFAULT '{}',
    ADD COLUMN "format" TEXT, ADD COLUMN "bad_rows" JSONB NOT NULL DEFAULT '[]', ADD COLUMN "bad_row_count" INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN "future_rows" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "pending_rows" INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN "closing_on" DATE, ADD COLUMN "closing_minor" BIGINT, ADD COLUMN "closing_currency" CHAR(3);

ALTER TABLE "statement_row" ADD COLUMN "account" TEXT, ADD COLUMN "bank_reference" TEXT, ADD COLUMN "end_to_end_id" TEXT,
    ADD COLUMN "batch_reference" TEXT, ADD COLUMN "batch_minor" BIGINT, ADD COLUMN "state" TEXT NOT NULL DEFAULT 'open',
    ADD COLUMN "ignored_reason" TEXT, ALTER COLUMN "fingerprint" DROP NOT NULL, ALTER COLUMN "amount_minor" TYPE BIGINT;

CREATE TABLE "payment_reversal" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "reversed_on" DATE NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payment_reversal_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "statement_part" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "row_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "payment_id" UUID,
    "refund_id" UUID,
    "expense_id" UUID,
    "settles_minor" BIGINT,
    "account" TEXT,
    "customer_id" UUID,
    "credit_part_id" UUID,
    "note" TEXT,
    "is_booked" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "undone_at" TIMESTAMPTZ(3),
    "undone_reason" TEXT,

    CONSTRAINT "statement_part_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "bank_account" (
    "organization_id" UUID NOT NULL,
    "iban" TEXT NOT NULL,
    "is_ours" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bank_account_pkey" PRIMARY KEY ("organization_id","iban")
);

CREATE UNIQUE INDEX "payment_reversal_organization_id_payment_id_key" ON "payment_reversal"("organization_id", "payment_id");

CREATE INDEX "statement_part_organization_id_row_id_idx" ON "statement_part"("organization_id", "row_id");

CREATE INDEX "statement_part_organization_id_payment_id_idx" ON "statement_part"("organization_id", "payment_id");

CREATE INDEX "statement_part_organization_id_expense_id_idx" ON "statement_part"("organization_id", "expense_id");

CREATE INDEX "statement_row_organization_id_booked_on_id_idx" ON "statement_row"("organization_id", "booked_on", "id");

CREATE INDEX "statement_row_organization_id_amount_minor_idx" ON "statement_row"("organization_id", "amount_minor");

ALTER TABLE "bank_account" ADD CONSTRAINT "bank_account_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "payment_reversal" ADD CONSTRAINT "payment_reversal_organization_id_payment_id_fkey" FOREIGN KEY ("organization_id", "payment_id") REFERENCES "payment"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "statement_part" ADD CONSTRAINT "statement_part_organization_id_row_id_fkey" FOREIGN KEY ("organization_id", "row_id") REFERENCES "statement_row"("organization_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- Not of the Prisma schema ------------------------------------------------------------------------------------------------

ALTER TABLE statement_part ADD CONSTRAINT statement_part_payment_fkey FOREIGN KEY (organization_id, payment_id) REFERENCES payment (organization_id, id);
ALTER TABLE statement_part ADD CONSTRAINT statement_part_refund_fkey FOREIGN KEY (organization_id, refund_id) REFERENCES refund (organization_id, id);
ALTER TABLE statement_part ADD CONSTRAINT statement_part_expense_fkey FOREIGN KEY (organization_id, expense_id) REFERENCES expense (organization_id, id);
ALTER TABLE statement_part ADD CONSTRAINT statement_part_customer_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES customer (organization_id, id);
ALTER TABLE statement_part ADD CONSTRAINT statement_part_kind_is_known CHECK (kind IN (
  'invoice', 'payment_back', 'refund', 'expense', 'expense_back', 'account', 'customer_credit', 'credit_back'
));
ALTER TABLE statement_part ADD CONSTRAINT statement_part_is_something CHECK (amount_minor <> 0 AND (undone_at IS NULL) = (undone_reason IS NULL));
ALTER TABLE payment ADD CONSTRAINT payment_received_is_positive CHECK (received_minor > 0);

ALTER TABLE statement_import DROP CONSTRAINT statement_import_failure_has_a_reason;
ALTER TABLE statement_import ADD CONSTRAINT statement_import_failure_has_a_reason CHECK (
  (status = 'failed') = (failure IS NOT NULL)
  AND (failure IS NULL OR failure IN ('unreadable', 'unsafe', 'unknown_columns', 'too_many_rows', 'balances_differ',
    'which_decimal_mark', 'which_day_order', 'given_up', 'switched_off'))
);
ALTER TABLE statement_row DROP CONSTRAINT statement_row_paid_or_says_why;

-- Rows of before: what paid an invoice is settled, and the rest is open. Their payments are met where one fits.
ALTER TABLE statement_row NO FORCE ROW LEVEL SECURITY;
ALTER TABLE payment NO FORCE ROW LEVEL SECURITY;
ALTER TABLE statement_row DISABLE TRIGGER USER;
UPDATE statement_row SET state = 'settled' WHERE invoice_id IS NOT NULL;
ALTER TABLE statement_row ENABLE TRIGGER USER;
INSERT INTO statement_part (organization_id, id, row_id, kind, amount_minor, payment_id)
  SELECT r.organization_id, gen_random_uuid(), r.id, 'invoice', r.amount_minor, (
    SELECT p.id FROM payment p WHERE p.organization_id = r.organization_id AND p.invoice_id = r.invoice_id
      AND p.amount_minor = r.amount_minor AND p.paid_on = r.booked_on ORDER BY p.id LIMIT 1)
  FROM statement_row r WHERE r.invoice_id IS NOT NULL;
ALTER TABLE statement_row FORCE ROW LEVEL SECURITY;
ALTER TABLE payment FORCE ROW LEVEL SECURITY;

ALTER TABLE statement_row ADD CONSTRAINT statement_row_state_is_known CHECK (
  state IN ('settled', 'matched', 'booked', 'ignored', 'open') AND (state = 'ignored') = (ignored_reason IS NOT NULL)
);

-- What is taken back of an invoice is open again. Its row is locked by the update.
CREATE FUNCTION count_payment_reversal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE invoice SET paid_minor = paid_minor - p.amount_minor, paid_on = (
      SELECT max(other.paid_on) FROM payment other
      WHERE other.organization_id = p.organization_id AND other.invoice_id = p.invoice_id AND NOT EXISTS (
        SELECT FROM payment_reversal r WHERE r.organization_id = other.organization_id AND r.payment_id = other.id))
    FROM payment p
    WHERE p.organization_id = NEW.organization_id AND p.id = NEW.payment_id
      AND invoice.organization_id = p.organization_id AND invoice.id = p.invoice_id;
  RETURN NULL;
END $$;

CREATE TRIGGER payment_reversal_counts AFTER INSERT ON payment_reversal FOR EACH ROW EXECUTE FUNCTION count_payment_reversal();

-- That an expense was paid can turn out untrue: the bank says so. Everything else of a booked one stays as before.
CREATE OR REPLACE FUNCTION refuse_change_of_booked_expense() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  open_columns CONSTANT text[] := ARRAY['receipt_document_id', 'note', 'team_id', 'paid_on', 'version', 'updated_at'];
BEGIN
  IF TG_OP = 'DELETE' OR to_jsonb(NEW) - open_columns IS DISTINCT FROM to_jsonb(OLD) - open_columns THEN
    RAISE EXCEPTION 'A booked expense cannot be changed or deleted.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'booked_expense_is_frozen', TABLE = 'expense';
  END IF;
  RETURN NEW;
END $$;

ALTER TABLE journal_entry DROP CONSTRAINT journal_entry_source_is_known;
ALTER TABLE journal_entry ADD CONSTRAINT journal_entry_source_is_known CHECK (source_kind IN (
  'invoice', 'credit_note', 'payment', 'payment_reversal', 'refund', 'expense', 'expense_payment', 'expense_payment_reversal', 'bank', 'bank_reversal'
));
ALTER TABLE journal_line DROP CONSTRAINT journal_line_account_is_in_the_chart;
ALTER TABLE journal_line ADD CONSTRAINT journal_line_account_is_in_the_chart CHECK (account IN (
  'bank', 'transfers', 'receivables', 'vat_receivable', 'tax_account', 'payables', 'customer_credits', 'loans', 'staff_liabilities',
  'vat_payable', 'vat_settlement', 'equity', 'sales', 'other_income', 'interest_income',
  'expenses_subcontracting', 'expenses_software', 'expenses_equipment', 'expenses_premises', 'expenses_travel',
  'expenses_marketing', 'expenses_professional', 'expenses_other',
  'staff_costs', 'bank_fees', 'interest_costs', 'exchange_differences', 'income_tax'
));

SELECT secure_tenant_table('bank_account');
SELECT secure_tenant_child_table('payment_reversal', 'payment_id', 'payment');
SELECT secure_tenant_child_table('statement_part', 'row_id', 'statement_row');
-- Added, never changed; a part is only undone.
REVOKE UPDATE, DELETE ON payment_reversal FROM countersign_tools;
REVOKE DELETE ON statement_part FROM countersign_tools;

SELECT keep_deeds('payment_reversal', 'payment_reversal', '{reversed_on,reason}', part_of => 'payment', parent => 'payment', parent_key => 'payment_id');
SELECT keep_deeds('statement_row', 'statement_row', '{booked_on,amount_minor,currency,counterparty,reference,message,state,ignored_reason,invoice_id,unmatched}',
  part_of => 'statement_import', parent => 'statement_import', parent_key => 'import_id', amount => 'amount_minor', currency => 'currency',
  refers => '{"invoice_id": "invoice"}');
SELECT keep_deeds('statement_part', 'statement_part', '{kind,amount_minor,settles_minor,account,note,undone_reason}',
  part_of => 'statement_row', parent => 'statement_row', parent_key => 'row_id', amount => 'amount_minor');
SELECT keep_deeds('bank_account', 'bank_account', '{iban,is_ours}', label => 'iban', key => 'iban', team => 'every');
