-- What happens to an invoice once it is drafted: its number, what is paid and credited of it, and its way to the customer.

ALTER TABLE "company_profile" ADD COLUMN "street" TEXT, ADD COLUMN "postal_code" TEXT, ADD COLUMN "city" TEXT,
    ADD COLUMN "country" CHAR(2), ADD COLUMN "phone" TEXT, ADD COLUMN "email" TEXT, ADD COLUMN "iban" TEXT, ADD COLUMN "bic" TEXT;

ALTER TABLE "invoice" ADD COLUMN "credited_minor" BIGINT NOT NULL DEFAULT 0, ADD COLUMN "payment_reference" TEXT,
    ADD COLUMN "exchange_rate_millionths" BIGINT, ADD COLUMN "seller" JSONB, ADD COLUMN "buyer" JSONB,
    ADD COLUMN "sent_at" TIMESTAMPTZ(3), ADD COLUMN "reminder_level" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "reminded_on" DATE;

CREATE UNIQUE INDEX "invoice_organization_id_payment_reference_key" ON "invoice"("organization_id", "payment_reference");

CREATE TABLE "document_series" (
    "organization_id" UUID NOT NULL,
    "next_number" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "document_series_pkey" PRIMARY KEY ("organization_id")
);

CREATE TABLE "payment" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "paid_on" DATE NOT NULL,
    "method" TEXT NOT NULL,
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "credit_note" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "issued_on" DATE NOT NULL,
    "reason" TEXT,
    "net_minor" BIGINT NOT NULL,
    "vat_minor" BIGINT NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "vat" JSONB NOT NULL,

    CONSTRAINT "credit_note_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "credit_note_line" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "credit_note_id" UUID NOT NULL,
    "invoice_line_id" UUID,
    "position" INTEGER NOT NULL,
    "description" TEXT NOT NULL,
    "quantity_thousandths" INTEGER NOT NULL,
    "unit" TEXT,
    "unit_price_minor" BIGINT NOT NULL,
    "vat_basis_points" INTEGER NOT NULL,
    "net_minor" BIGINT NOT NULL,

    CONSTRAINT "credit_note_line_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "invoice_delivery" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "reminder_level" INTEGER NOT NULL,
    "recipient" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invoice_delivery_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE INDEX "payment_organization_id_invoice_id_idx" ON "payment"("organization_id", "invoice_id");

CREATE INDEX "payment_organization_id_paid_on_idx" ON "payment"("organization_id", "paid_on");

CREATE INDEX "credit_note_organization_id_invoice_id_idx" ON "credit_note"("organization_id", "invoice_id");

CREATE INDEX "credit_note_organization_id_issued_on_idx" ON "credit_note"("organization_id", "issued_on");

CREATE UNIQUE INDEX "credit_note_organization_id_number_key" ON "credit_note"("organization_id", "number");

CREATE UNIQUE INDEX "credit_note_line_organization_id_credit_note_id_position_key" ON "credit_note_line"("organization_id", "credit_note_id", "position");

CREATE INDEX "invoice_delivery_organization_id_invoice_id_idx" ON "invoice_delivery"("organization_id", "invoice_id");

ALTER TABLE "document_series" ADD CONSTRAINT "document_series_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "payment" ADD CONSTRAINT "payment_organization_id_invoice_id_fkey" FOREIGN KEY ("organization_id", "invoice_id") REFERENCES "invoice"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "credit_note" ADD CONSTRAINT "credit_note_organization_id_invoice_id_fkey" FOREIGN KEY ("organization_id", "invoice_id") REFERENCES "invoice"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "credit_note_line" ADD CONSTRAINT "credit_note_line_organization_id_credit_note_id_fkey" FOREIGN KEY ("organization_id", "credit_note_id") REFERENCES "credit_note"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "credit_note_line" ADD CONSTRAINT "credit_note_line_organization_id_invoice_line_id_fkey" FOREIGN KEY ("organization_id", "invoice_line_id") REFERENCES "invoice_line"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "invoice_delivery" ADD CONSTRAINT "invoice_delivery_organization_id_invoice_id_fkey" FOREIGN KEY ("organization_id", "invoice_id") REFERENCES "invoice"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Checks ------------------------------------------------------------------------------------------------------------------

ALTER TABLE company_profile ADD CONSTRAINT company_profile_country_is_a_code CHECK (country ~ '^[A-Z]{2}$');
ALTER TABLE company_profile ADD CONSTRAINT company_profile_iban_is_an_iban CHECK (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$');
ALTER TABLE company_profile ADD CONSTRAINT company_profile_bic_is_a_bic CHECK (bic ~ '^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$');

-- What was issued before gets what it would have got, and its payments as one each. Forced row-level security would hide the rows
-- from an owner who is no superuser.
ALTER TABLE invoice NO FORCE ROW LEVEL SECURITY;
ALTER TABLE customer NO FORCE ROW LEVEL SECURITY;
ALTER TABLE company_profile NO FORCE ROW LEVEL SECURITY;
ALTER TABLE invoice DISABLE TRIGGER issued_invoice_is_frozen;
UPDATE invoice SET
  payment_reference = format('RF%s%s', lpad((98 - (number || '271500')::numeric % 97)::text, 2, '0'), number),
  seller = jsonb_build_object('name', coalesce(p.legal_name, o.name), 'businessId', p.business_id, 'vatId', p.vat_id,
    'street', NULL, 'postalCode', NULL, 'city', NULL, 'country', NULL, 'email', NULL, 'phone', NULL, 'iban', NULL, 'bic', NULL,
    'language', coalesce(p.language, 'en')),
  buyer = jsonb_build_object('name', c.name, 'businessId', c.business_id, 'vatId', c.vat_id, 'street', c.street,
    'postalCode', c.postal_code, 'city', c.city, 'country', c.country, 'email', c.email, 'phone', c.phone)
  FROM organization o LEFT JOIN company_profile p ON p.organization_id = o.id, customer c
  WHERE number IS NOT NULL AND o.id = invoice.organization_id
    AND c.organization_id = invoice.organization_id AND c.id = invoice.customer_id;
ALTER TABLE invoice ENABLE TRIGGER issued_invoice_is_frozen;
INSERT INTO payment (organization_id, id, invoice_id, amount_minor, paid_on, method)
  SELECT organization_id, gen_random_uuid(), id, paid_minor, paid_on, 'bank_transfer' FROM invoice WHERE paid_minor > 0;
INSERT INTO document_series (organization_id, next_number)
  SELECT organization_id, max(number) + 1 FROM invoice WHERE number IS NOT NULL GROUP BY organization_id;
ALTER TABLE invoice FORCE ROW LEVEL SECURITY;
ALTER TABLE customer FORCE ROW LEVEL SECURITY;
ALTER TABLE company_profile FORCE ROW LEVEL SECURITY;

-- What issuing gives comes with the number, all or none; what is paid and credited never exceeds the total.
ALTER TABLE invoice DROP CONSTRAINT invoice_is_a_draft_or_issued;
ALTER TABLE invoice ADD CONSTRAINT invoice_is_a_draft_or_issued CHECK (
  CASE WHEN number IS NULL
    THEN issued_at IS NULL AND issued_on IS NULL AND due_on IS NULL AND paid_minor = 0 AND paid_on IS NULL AND credited_minor = 0
      AND payment_reference IS NULL AND exchange_rate_millionths IS NULL AND seller IS NULL AND buyer IS NULL
      AND sent_at IS NULL AND reminder_level = 0
    ELSE number > 0 AND issued_at IS NOT NULL AND issued_on IS NOT NULL AND due_on >= issued_on AND total_minor >= 0
      AND paid_minor >= 0 AND credited_minor >= 0 AND paid_minor + credited_minor <= total_minor
      AND payment_reference IS NOT NULL AND seller IS NOT NULL AND buyer IS NOT NULL
      AND reminder_level >= 0 AND (reminder_level > 0) = (reminded_on IS NOT NULL)
  END
);

ALTER TABLE invoice ADD CONSTRAINT invoice_exchange_rate_is_positive CHECK (exchange_rate_millionths > 0);

ALTER TABLE document_series ADD CONSTRAINT document_series_counts_from_1 CHECK (next_number > 0);
ALTER TABLE payment ADD CONSTRAINT payment_is_positive CHECK (amount_minor > 0);
ALTER TABLE payment ADD CONSTRAINT payment_method_is_known CHECK (method IN ('bank_transfer', 'card', 'cash', 'other'));
ALTER TABLE credit_note ADD CONSTRAINT credit_note_total_is_the_sum CHECK (total_minor = net_minor + vat_minor AND total_minor > 0 AND number > 0);
ALTER TABLE credit_note_line ADD CONSTRAINT credit_note_line_is_bounded CHECK (
  position > 0 AND quantity_thousandths BETWEEN 1 AND 1000000000 AND vat_basis_points BETWEEN 0 AND 10000
  AND abs(unit_price_minor) <= 100000000000 AND abs(net_minor) <= 100000000000
);
ALTER TABLE invoice_delivery ADD CONSTRAINT invoice_delivery_level_counts_from_0 CHECK (reminder_level >= 0);

-- What is issued stays ----------------------------------------------------------------------------------------------------
-- Of an issued invoice only these change. A column added later is frozen unless it is named here.

CREATE OR REPLACE FUNCTION refuse_change_of_issued_invoice() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  open_columns CONSTANT text[] := ARRAY['paid_minor', 'paid_on', 'credited_minor', 'sent_at', 'reminder_level', 'reminded_on',
    'version', 'updated_at'];
BEGIN
  IF TG_OP = 'DELETE' OR to_jsonb(NEW) - open_columns IS DISTINCT FROM to_jsonb(OLD) - open_columns THEN
    RAISE EXCEPTION 'An issued invoice cannot be changed or deleted.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'issued_invoice_is_frozen', TABLE = 'invoice';
  END IF;
  RETURN NEW;
END $$;

-- What is paid of an invoice is what its payments say, and what is credited what its credit notes say: the check above then
-- refuses the one that would be too much, also of two at once.
CREATE FUNCTION count_payment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE invoice SET paid_minor = paid_minor + NEW.amount_minor, paid_on = greatest(paid_on, NEW.paid_on)
    WHERE organization_id = NEW.organization_id AND id = NEW.invoice_id;
  RETURN NULL;
END $$;

CREATE TRIGGER payment_counts AFTER INSERT ON payment FOR EACH ROW EXECUTE FUNCTION count_payment();

CREATE FUNCTION count_credit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE invoice SET credited_minor = credited_minor + NEW.total_minor
    WHERE organization_id = NEW.organization_id AND id = NEW.invoice_id;
  RETURN NULL;
END $$;

CREATE TRIGGER credit_note_counts AFTER INSERT ON credit_note FOR EACH ROW EXECUTE FUNCTION count_credit();

-- Row-level security ------------------------------------------------------------------------------------------------------

-- One series for the whole organization, whatever team a connection is narrowed to.
SELECT secure_tenant_table('document_series');
SELECT secure_tenant_child_table('payment', 'invoice_id', 'invoice');
SELECT secure_tenant_child_table('credit_note', 'invoice_id', 'invoice');
SELECT secure_tenant_child_table('credit_note_line', 'credit_note_id', 'credit_note');
SELECT secure_tenant_child_table('invoice_delivery', 'invoice_id', 'invoice');

-- Added, never changed.
REVOKE UPDATE, DELETE ON payment, credit_note, credit_note_line, invoice_delivery FROM countersign_tools;
REVOKE DELETE ON document_series FROM countersign_tools;
