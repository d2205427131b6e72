-- A credit note may take back what was paid already; that part is the customer's until it is given back (docs/adr/0027).

ALTER TABLE "invoice" ADD COLUMN "refundable_minor" BIGINT NOT NULL DEFAULT 0, ADD COLUMN "refunded_minor" BIGINT NOT NULL DEFAULT 0;

ALTER TABLE "credit_note" ADD COLUMN "refundable_minor" BIGINT NOT NULL DEFAULT 0;

CREATE TABLE "refund" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "credit_note_id" UUID NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "paid_on" DATE NOT NULL,
    "method" TEXT NOT NULL,
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "refund_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE INDEX "refund_organization_id_credit_note_id_idx" ON "refund"("organization_id", "credit_note_id");

ALTER TABLE "refund" ADD CONSTRAINT "refund_organization_id_credit_note_id_fkey" FOREIGN KEY ("organization_id", "credit_note_id") REFERENCES "credit_note"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Checks ------------------------------------------------------------------------------------------------------------------

ALTER TABLE refund ADD CONSTRAINT refund_is_positive CHECK (amount_minor > 0);
ALTER TABLE refund ADD CONSTRAINT refund_method_is_known CHECK (method IN ('bank_transfer', 'card', 'cash', 'other'));
ALTER TABLE credit_note ADD CONSTRAINT credit_note_refundable_is_a_part CHECK (refundable_minor BETWEEN 0 AND total_minor);

-- What is credited never exceeds the total, what is paid never what was open, and nothing is refundable while something is open.
ALTER TABLE invoice DROP CONSTRAINT invoice_is_a_draft_or_issued;
ALTER TABLE invoice ADD CONSTRAINT invoice_is_a_draft_or_issued CHECK (
  CASE WHEN number IS NULL
    THEN issued_at IS NULL AND issued_on IS NULL AND due_on IS NULL AND paid_minor = 0 AND paid_on IS NULL AND credited_minor = 0
      AND refundable_minor = 0 AND refunded_minor = 0
      AND payment_reference IS NULL AND exchange_rate_millionths IS NULL AND seller IS NULL AND buyer IS NULL
      AND sent_at IS NULL AND reminder_level = 0
    ELSE number > 0 AND issued_at IS NOT NULL AND issued_on IS NOT NULL AND due_on >= issued_on AND total_minor >= 0
      AND paid_minor >= 0 AND credited_minor BETWEEN 0 AND total_minor
      AND paid_minor + credited_minor - refundable_minor <= total_minor
      AND (refundable_minor = 0 OR paid_minor + credited_minor - refundable_minor = total_minor)
      AND refunded_minor BETWEEN 0 AND refundable_minor
      AND payment_reference IS NOT NULL AND seller IS NOT NULL AND buyer IS NOT NULL
      AND reminder_level >= 0 AND (reminder_level > 0) = (reminded_on IS NOT NULL)
  END
);

ALTER TABLE journal_entry DROP CONSTRAINT journal_entry_source_is_known;
ALTER TABLE journal_entry ADD CONSTRAINT journal_entry_source_is_known CHECK (
  source_kind IN ('invoice', 'credit_note', 'payment', 'refund', 'expense', 'expense_payment')
);

-- What is issued stays; refunds count as payments do. ---------------------------------------------------------------------

CREATE OR REPLACE FUNCTION refuse_change_of_issued_invoice() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  open_columns CONSTANT text[] := ARRAY['paid_minor', 'paid_on', 'credited_minor', 'refundable_minor', 'refunded_minor', 'sent_at',
    'reminder_level', 'reminded_on', 'version', 'updated_at'];
BEGIN
  IF TG_OP = 'DELETE' OR to_jsonb(NEW) - open_columns IS DISTINCT FROM to_jsonb(OLD) - open_columns THEN
    RAISE EXCEPTION 'An issued invoice cannot be changed or deleted.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'issued_invoice_is_frozen', TABLE = 'invoice';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION count_credit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE invoice SET credited_minor = credited_minor + NEW.total_minor, refundable_minor = refundable_minor + NEW.refundable_minor
    WHERE organization_id = NEW.organization_id AND id = NEW.invoice_id;
  RETURN NULL;
END $$;

-- The invoice's row is locked by the update, so that what is summed after it holds of two refunds at once.
CREATE FUNCTION count_refund() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE invoice SET refunded_minor = refunded_minor + NEW.amount_minor
    FROM credit_note n
    WHERE n.organization_id = NEW.organization_id AND n.id = NEW.credit_note_id
      AND invoice.organization_id = n.organization_id AND invoice.id = n.invoice_id;
  IF (SELECT sum(r.amount_minor) FROM refund r WHERE r.organization_id = NEW.organization_id AND r.credit_note_id = NEW.credit_note_id)
    > (SELECT n.refundable_minor FROM credit_note n WHERE n.organization_id = NEW.organization_id AND n.id = NEW.credit_note_id) THEN
    RAISE EXCEPTION 'A credit note gives back at most what was paid of what it took back.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_is_of_its_credit_note', TABLE = 'refund';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER refund_counts AFTER INSERT ON refund FOR EACH ROW EXECUTE FUNCTION count_refund();

-- Row-level security ------------------------------------------------------------------------------------------------------

SELECT secure_tenant_child_table('refund', 'credit_note_id', 'credit_note');
-- Added, never changed.
REVOKE UPDATE, DELETE ON refund FROM countersign_tools;
