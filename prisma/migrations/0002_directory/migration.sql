-- Who the organization deals with: its own business identity, customers, contacts, notes about customers.

CREATE TABLE "company_profile" (
    "organization_id" UUID NOT NULL,
    "legal_name" TEXT NOT NULL,
    "business_id" TEXT,
    "vat_id" TEXT,
    "vat_period" TEXT NOT NULL DEFAULT 'monthly',
    "base_currency" CHAR(3) NOT NULL DEFAULT 'EUR',
    "time_zone" TEXT NOT NULL DEFAULT 'Europe/Helsinki',
    "language" TEXT NOT NULL DEFAULT 'en',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "company_profile_pkey" PRIMARY KEY ("organization_id")
);

CREATE TABLE "customer" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "business_id" TEXT,
    "vat_id" TEXT,
    "email" TEXT,
    "phone" TEXT,
    "street" TEXT,
    "postal_code" TEXT,
    "city" TEXT,
    "country" CHAR(2),
    "payment_term_days" INTEGER NOT NULL DEFAULT 14,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "customer_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "contact" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "team_id" UUID,
    "customer_id" UUID,
    "name" TEXT NOT NULL,
    "job_title" TEXT,
    "email" TEXT,
    "phone" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "contact_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "customer_note" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "body" TEXT NOT NULL,
    "author_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "customer_note_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE INDEX "customer_organization_id_name_id_idx" ON "customer"("organization_id", "name", "id");

CREATE INDEX "customer_organization_id_email_idx" ON "customer"("organization_id", "email");

CREATE INDEX "contact_organization_id_name_id_idx" ON "contact"("organization_id", "name", "id");

CREATE INDEX "contact_organization_id_customer_id_idx" ON "contact"("organization_id", "customer_id");

CREATE INDEX "customer_note_organization_id_customer_id_created_at_idx" ON "customer_note"("organization_id", "customer_id", "created_at");

ALTER TABLE "company_profile" ADD CONSTRAINT "company_profile_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "customer" ADD CONSTRAINT "customer_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "contact" ADD CONSTRAINT "contact_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "contact" ADD CONSTRAINT "contact_organization_id_team_id_fkey" FOREIGN KEY ("organization_id", "team_id") REFERENCES "team"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "contact" ADD CONSTRAINT "contact_organization_id_customer_id_fkey" FOREIGN KEY ("organization_id", "customer_id") REFERENCES "customer"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "customer_note" ADD CONSTRAINT "customer_note_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "customer_note" ADD CONSTRAINT "customer_note_organization_id_customer_id_fkey" FOREIGN KEY ("organization_id", "customer_id") REFERENCES "customer"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "customer_note" ADD CONSTRAINT "customer_note_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Checks ------------------------------------------------------------------------------------------------------------------

ALTER TABLE company_profile ADD CONSTRAINT company_profile_vat_period_is_known CHECK (vat_period IN ('monthly', 'quarterly', 'yearly'));
ALTER TABLE company_profile ADD CONSTRAINT company_profile_currency_is_a_code CHECK (base_currency ~ '^[A-Z]{3}$');
ALTER TABLE customer ADD CONSTRAINT customer_email_is_lower_case CHECK (email = lower(email));
ALTER TABLE customer ADD CONSTRAINT customer_country_is_a_code CHECK (country ~ '^[A-Z]{2}$');
ALTER TABLE customer ADD CONSTRAINT customer_payment_term_is_bounded CHECK (payment_term_days BETWEEN 0 AND 365);
ALTER TABLE contact ADD CONSTRAINT contact_email_is_lower_case CHECK (email = lower(email));

-- One record for each registered company, so that two callers who look for it and create it at once end with one.
CREATE UNIQUE INDEX customer_one_for_each_business_id ON customer (organization_id, business_id) WHERE business_id IS NOT NULL;

-- Row-level security ------------------------------------------------------------------------------------------------------

SELECT secure_tenant_table('company_profile');
SELECT secure_tenant_table('customer');
SELECT secure_tenant_table('contact', narrowed_by => 'team_id');
SELECT secure_tenant_table('customer_note');

-- The organization changes its own identity in the console; a note stays as it was written.
REVOKE INSERT, UPDATE, DELETE ON company_profile FROM countersign_tools;
REVOKE UPDATE, DELETE ON customer_note FROM countersign_tools;
