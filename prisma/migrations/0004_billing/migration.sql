-- Quotes, invoices and budgets. Amounts are integers in the currency's minor unit, quantities in thousandths, VAT rates in
-- basis points.

CREATE TABLE "quote" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "team_id" UUID,
    "customer_id" UUID NOT NULL,
    "project_id" UUID,
    "title" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'draft',
    "currency" CHAR(3) NOT NULL,
    "valid_until" DATE,
    "note" TEXT,
    "net_minor" BIGINT NOT NULL,
    "vat_minor" BIGINT NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "quote_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "quote_line" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "quote_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "description" TEXT NOT NULL,
    "quantity_thousandths" INTEGER NOT NULL,
    "unit" TEXT,
    "unit_price_minor" BIGINT NOT NULL,
    "vat_basis_points" INTEGER NOT NULL,
    "net_minor" BIGINT NOT NULL,

    CONSTRAINT "quote_line_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "invoice" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "team_id" UUID,
    "customer_id" UUID NOT NULL,
    "project_id" UUID,
    "quote_id" UUID,
    "number" INTEGER,
    "currency" CHAR(3) NOT NULL,
    "reference" TEXT,
    "note" TEXT,
    "payment_term_days" INTEGER NOT NULL,
    "issued_at" TIMESTAMPTZ(3),
    "issued_on" DATE,
    "due_on" DATE,
    "net_minor" BIGINT NOT NULL,
    "vat_minor" BIGINT NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "paid_minor" BIGINT NOT NULL DEFAULT 0,
    "paid_on" DATE,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invoice_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "invoice_line" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "description" TEXT NOT NULL,
    "quantity_thousandths" INTEGER NOT NULL,
    "unit" TEXT,
    "unit_price_minor" BIGINT NOT NULL,
    "vat_basis_points" INTEGER NOT NULL,
    "net_minor" BIGINT NOT NULL,

    CONSTRAINT "invoice_line_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "budget" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "starts_on" DATE,
    "ends_on" DATE,
    "note" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "budget_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE INDEX "quote_organization_id_created_at_id_idx" ON "quote"("organization_id", "created_at", "id");

CREATE INDEX "quote_organization_id_customer_id_idx" ON "quote"("organization_id", "customer_id");

CREATE INDEX "quote_organization_id_project_id_idx" ON "quote"("organization_id", "project_id");

CREATE UNIQUE INDEX "quote_line_organization_id_quote_id_position_key" ON "quote_line"("organization_id", "quote_id", "position");

CREATE INDEX "invoice_organization_id_created_at_id_idx" ON "invoice"("organization_id", "created_at", "id");

CREATE INDEX "invoice_organization_id_due_on_idx" ON "invoice"("organization_id", "due_on");

CREATE INDEX "invoice_organization_id_customer_id_idx" ON "invoice"("organization_id", "customer_id");

CREATE INDEX "invoice_organization_id_project_id_idx" ON "invoice"("organization_id", "project_id");

CREATE UNIQUE INDEX "invoice_organization_id_number_key" ON "invoice"("organization_id", "number");

CREATE UNIQUE INDEX "invoice_organization_id_quote_id_key" ON "invoice"("organization_id", "quote_id");

CREATE UNIQUE INDEX "invoice_line_organization_id_invoice_id_position_key" ON "invoice_line"("organization_id", "invoice_id", "position");

CREATE INDEX "budget_organization_id_name_id_idx" ON "budget"("organization_id", "name", "id");

CREATE INDEX "budget_organization_id_project_id_idx" ON "budget"("organization_id", "project_id");

ALTER TABLE "quote" ADD CONSTRAINT "quote_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "quote" ADD CONSTRAINT "quote_organization_id_team_id_fkey" FOREIGN KEY ("organization_id", "team_id") REFERENCES "team"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "quote" ADD CONSTRAINT "quote_organization_id_project_id_fkey" FOREIGN KEY ("organization_id", "project_id") REFERENCES "project"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "quote" ADD CONSTRAINT "quote_organization_id_customer_id_fkey" FOREIGN KEY ("organization_id", "customer_id") REFERENCES "customer"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "quote_line" ADD CONSTRAINT "quote_line_organization_id_quote_id_fkey" FOREIGN KEY ("organization_id", "quote_id") REFERENCES "quote"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "invoice" ADD CONSTRAINT "invoice_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "invoice" ADD CONSTRAINT "invoice_organization_id_team_id_fkey" FOREIGN KEY ("organization_id", "team_id") REFERENCES "team"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "invoice" ADD CONSTRAINT "invoice_organization_id_project_id_fkey" FOREIGN KEY ("organization_id", "project_id") REFERENCES "project"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "invoice" ADD CONSTRAINT "invoice_organization_id_customer_id_fkey" FOREIGN KEY ("organization_id", "customer_id") REFERENCES "customer"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "invoice" ADD CONSTRAINT "invoice_organization_id_quote_id_fkey" FOREIGN KEY ("organization_id", "quote_id") REFERENCES "quote"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "invoice_line" ADD CONSTRAINT "invoice_line_organization_id_invoice_id_fkey" FOREIGN KEY ("organization_id", "invoice_id") REFERENCES "invoice"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "budget" ADD CONSTRAINT "budget_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "budget" ADD CONSTRAINT "budget_organization_id_project_id_fkey" FOREIGN KEY ("organization_id", "project_id") REFERENCES "project"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Checks ------------------------------------------------------------------------------------------------------------------

ALTER TABLE quote ADD CONSTRAINT quote_status_is_known CHECK (status IN ('draft', 'sent', 'accepted', 'declined'));
ALTER TABLE quote ADD CONSTRAINT quote_currency_is_a_code CHECK (currency ~ '^[A-Z]{3}$');
ALTER TABLE quote ADD CONSTRAINT quote_total_is_the_sum CHECK (
  total_minor = net_minor + vat_minor AND abs(total_minor) <= 100000000000
);

ALTER TABLE invoice ADD CONSTRAINT invoice_currency_is_a_code CHECK (currency ~ '^[A-Z]{3}$');
ALTER TABLE invoice ADD CONSTRAINT invoice_total_is_the_sum CHECK (
  total_minor = net_minor + vat_minor AND abs(total_minor) <= 100000000000
);
ALTER TABLE invoice ADD CONSTRAINT invoice_payment_term_is_bounded CHECK (payment_term_days BETWEEN 0 AND 365);
-- A number, its dates and payments come with issuing, all or none.
ALTER TABLE invoice ADD CONSTRAINT invoice_is_a_draft_or_issued CHECK (
  CASE WHEN number IS NULL
    THEN issued_at IS NULL AND issued_on IS NULL AND due_on IS NULL AND paid_minor = 0 AND paid_on IS NULL
    ELSE number > 0 AND issued_at IS NOT NULL AND issued_on IS NOT NULL AND due_on >= issued_on AND total_minor >= 0
      AND paid_minor BETWEEN 0 AND total_minor
  END
);

ALTER TABLE quote_line ADD CONSTRAINT quote_line_is_bounded CHECK (
  position > 0 AND quantity_thousandths BETWEEN 1 AND 1000000000 AND vat_basis_points BETWEEN 0 AND 10000
  AND abs(unit_price_minor) <= 100000000000 AND abs(net_minor) <= 100000000000
);
ALTER TABLE invoice_line ADD CONSTRAINT invoice_line_is_bounded CHECK (
  position > 0 AND quantity_thousandths BETWEEN 1 AND 1000000000 AND vat_basis_points BETWEEN 0 AND 10000
  AND abs(unit_price_minor) <= 100000000000 AND abs(net_minor) <= 100000000000
);

ALTER TABLE budget ADD CONSTRAINT budget_currency_is_a_code CHECK (currency ~ '^[A-Z]{3}$');
ALTER TABLE budget ADD CONSTRAINT budget_amount_is_bounded CHECK (amount_minor BETWEEN 1 AND 100000000000);
ALTER TABLE budget ADD CONSTRAINT budget_ends_after_it_starts CHECK (starts_on <= ends_on);

-- What is issued stays ----------------------------------------------------------------------------------------------------
-- Of an issued invoice only what was paid of it changes. A column added later is frozen unless it is named here.

CREATE FUNCTION refuse_change_of_issued_invoice() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  open_columns CONSTANT text[] := ARRAY['paid_minor', 'paid_on', 'version', 'updated_at'];
BEGIN
  IF TG_OP = 'DELETE' OR to_jsonb(NEW) - open_columns IS DISTINCT FROM to_jsonb(OLD) - open_columns THEN
    RAISE EXCEPTION 'An issued invoice cannot be changed or deleted.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'issued_invoice_is_frozen', TABLE = 'invoice';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER issued_invoice_is_frozen BEFORE UPDATE OR DELETE ON invoice
  FOR EACH ROW WHEN (OLD.number IS NOT NULL) EXECUTE FUNCTION refuse_change_of_issued_invoice();

-- The share lock makes a line wait for an issue under way, and an issue for a line under way. It is a statement of its own, so
-- that the question after it sees what was waited for.
CREATE FUNCTION refuse_change_of_issued_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  invoices CONSTANT uuid[] := CASE TG_OP
    WHEN 'INSERT' THEN ARRAY[NEW.invoice_id]
    WHEN 'DELETE' THEN ARRAY[OLD.invoice_id]
    ELSE ARRAY[OLD.invoice_id, NEW.invoice_id]
  END;
  organization CONSTANT uuid := CASE TG_OP WHEN 'INSERT' THEN NEW.organization_id ELSE OLD.organization_id END;
BEGIN
  PERFORM FROM invoice WHERE organization_id = organization AND id = ANY (invoices) FOR SHARE;
  IF EXISTS (SELECT FROM invoice WHERE organization_id = organization AND id = ANY (invoices) AND number IS NOT NULL) THEN
    RAISE EXCEPTION 'The lines of an issued invoice cannot be changed.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'issued_invoice_is_frozen', TABLE = 'invoice_line';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER issued_invoice_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON invoice_line
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_issued_line();

-- Row-level security ------------------------------------------------------------------------------------------------------

SELECT secure_tenant_table('quote', narrowed_by => 'team_id');
SELECT secure_tenant_child_table('quote_line', 'quote_id', 'quote');
SELECT secure_tenant_table('invoice', narrowed_by => 'team_id');
SELECT secure_tenant_child_table('invoice_line', 'invoice_id', 'invoice');
SELECT secure_tenant_child_table('budget', 'project_id', 'project');
