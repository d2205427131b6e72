-- Recurring invoices: what is billed again and again, and which periods were drafted.

CREATE TABLE "recurring_invoice" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "team_id" UUID,
    "customer_id" UUID NOT NULL,
    "project_id" UUID,
    "name" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "reference" TEXT,
    "note" TEXT,
    "payment_term_days" INTEGER,
    "recurrence" TEXT NOT NULL,
    "starts_on" DATE NOT NULL,
    "next_on" DATE,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "net_minor" BIGINT NOT NULL,
    "vat_minor" BIGINT NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "recurring_invoice_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "recurring_invoice_line" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "recurring_invoice_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "description" TEXT NOT NULL,
    "quantity_thousandths" INTEGER NOT NULL,
    "unit" TEXT,
    "unit_price_minor" BIGINT NOT NULL,
    "vat_basis_points" INTEGER NOT NULL,
    "net_minor" BIGINT NOT NULL,

    CONSTRAINT "recurring_invoice_line_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "recurring_draft" (
    "organization_id" UUID NOT NULL,
    "recurring_invoice_id" UUID NOT NULL,
    "period_on" DATE NOT NULL,
    "invoice_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "recurring_draft_pkey" PRIMARY KEY ("organization_id","recurring_invoice_id","period_on")
);

CREATE INDEX "recurring_invoice_organization_id_name_id_idx" ON "recurring_invoice"("organization_id", "name", "id");

CREATE INDEX "recurring_invoice_organization_id_next_on_idx" ON "recurring_invoice"("organization_id", "next_on");

CREATE UNIQUE INDEX "recurring_invoice_line_organization_id_recurring_invoice_id_key" ON "recurring_invoice_line"("organization_id", "recurring_invoice_id", "position");

ALTER TABLE "recurring_invoice" ADD CONSTRAINT "recurring_invoice_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "recurring_invoice" ADD CONSTRAINT "recurring_invoice_organization_id_team_id_fkey" FOREIGN KEY ("organization_id", "team_id") REFERENCES "team"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "recurring_invoice" ADD CONSTRAINT "recurring_invoice_organization_id_customer_id_fkey" FOREIGN KEY ("organization_id", "customer_id") REFERENCES "customer"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "recurring_invoice" ADD CONSTRAINT "recurring_invoice_organization_id_project_id_fkey" FOREIGN KEY ("organization_id", "project_id") REFERENCES "project"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "recurring_invoice_line" ADD CONSTRAINT "recurring_invoice_line_organization_id_recurring_invoice_i_fkey" FOREIGN KEY ("organization_id", "recurring_invoice_id") REFERENCES "recurring_invoice"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "recurring_draft" ADD CONSTRAINT "recurring_draft_organization_id_recurring_invoice_id_fkey" FOREIGN KEY ("organization_id", "recurring_invoice_id") REFERENCES "recurring_invoice"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Checks ------------------------------------------------------------------------------------------------------------------

ALTER TABLE recurring_invoice ADD CONSTRAINT recurring_invoice_currency_is_a_code CHECK (currency ~ '^[A-Z]{3}$');
ALTER TABLE recurring_invoice ADD CONSTRAINT recurring_invoice_total_is_the_sum CHECK (
  total_minor = net_minor + vat_minor AND abs(total_minor) <= 100000000000
);
ALTER TABLE recurring_invoice ADD CONSTRAINT recurring_invoice_payment_term_is_bounded CHECK (payment_term_days BETWEEN 0 AND 365);
ALTER TABLE recurring_invoice ADD CONSTRAINT recurring_invoice_goes_on_after_it_starts CHECK (next_on >= starts_on);
ALTER TABLE recurring_invoice_line ADD CONSTRAINT recurring_invoice_line_is_bounded CHECK (
  position > 0 AND quantity_thousandths BETWEEN 1 AND 1000000000 AND vat_basis_points BETWEEN 0 AND 10000
  AND abs(unit_price_minor) <= 100000000000 AND abs(net_minor) <= 100000000000
);

-- Row-level security ------------------------------------------------------------------------------------------------------

SELECT secure_tenant_table('recurring_invoice', narrowed_by => 'team_id');
SELECT secure_tenant_child_table('recurring_invoice_line', 'recurring_invoice_id', 'recurring_invoice');
SELECT secure_tenant_child_table('recurring_draft', 'recurring_invoice_id', 'recurring_invoice');
REVOKE UPDATE, DELETE ON recurring_draft FROM countersign_tools;
