-- Bank statements that are imported from documents, and services that are asked for.

CREATE TABLE "service_connection" (
    "organization_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "requested_by" UUID,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "service_connection_pkey" PRIMARY KEY ("organization_id","kind")
);

CREATE TABLE "statement_import" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "team_id" UUID,
    "document_id" UUID,
    "document_name" TEXT NOT NULL,
    "digest" BYTEA NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "failure" TEXT,
    "account" TEXT,
    "known_rows" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "statement_import_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "statement_row" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "import_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "fingerprint" BYTEA NOT NULL,
    "booked_on" DATE NOT NULL,
    "amount_minor" INTEGER NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "counterparty" TEXT,
    "reference" TEXT,
    "message" TEXT,
    "invoice_id" UUID,
    "unmatched" TEXT,

    CONSTRAINT "statement_row_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE INDEX "statement_import_organization_id_created_at_id_idx" ON "statement_import"("organization_id", "created_at", "id");

CREATE UNIQUE INDEX "statement_import_organization_id_digest_key" ON "statement_import"("organization_id", "digest");

CREATE INDEX "statement_row_organization_id_import_id_position_idx" ON "statement_row"("organization_id", "import_id", "position");

CREATE UNIQUE INDEX "statement_row_organization_id_fingerprint_key" ON "statement_row"("organization_id", "fingerprint");

ALTER TABLE "service_connection" ADD CONSTRAINT "service_connection_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "statement_import" ADD CONSTRAINT "statement_import_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "statement_row" ADD CONSTRAINT "statement_row_organization_id_import_id_fkey" FOREIGN KEY ("organization_id", "import_id") REFERENCES "statement_import"("organization_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

ALTER TABLE "statement_row" ADD CONSTRAINT "statement_row_organization_id_invoice_id_fkey" FOREIGN KEY ("organization_id", "invoice_id") REFERENCES "invoice"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Not of the Prisma schema ------------------------------------------------------------------------------------------------

ALTER TABLE statement_import ADD CONSTRAINT statement_import_status_is_known CHECK (status IN ('queued', 'imported', 'failed'));
ALTER TABLE statement_import ADD CONSTRAINT statement_import_failure_has_a_reason CHECK (
  (status = 'failed') = (failure IS NOT NULL)
  AND (failure IS NULL OR failure IN ('unreadable', 'unsafe', 'unknown_columns', 'too_many_rows'))
);
ALTER TABLE statement_import ADD CONSTRAINT statement_import_has_an_end CHECK ((status = 'queued') = (finished_at IS NULL));
ALTER TABLE statement_row ADD CONSTRAINT statement_row_paid_or_says_why CHECK (
  (invoice_id IS NULL) <> (unmatched IS NULL)
  AND (unmatched IS NULL OR unmatched IN ('no_reference', 'no_invoice', 'other_currency', 'more_than_open', 'before_invoice', 'outgoing'))
);

-- A document or team that is deleted leaves the history of what was imported.
ALTER TABLE statement_import ADD CONSTRAINT statement_import_document_fkey FOREIGN KEY (organization_id, document_id)
  REFERENCES document (organization_id, id) ON DELETE SET NULL (document_id);
ALTER TABLE statement_import ADD CONSTRAINT statement_import_team_fkey FOREIGN KEY (organization_id, team_id)
  REFERENCES team (organization_id, id) ON DELETE SET NULL (team_id);

SELECT secure_tenant_table('service_connection');
SELECT secure_tenant_table('statement_import', narrowed_by => 'team_id');
SELECT secure_tenant_child_table('statement_row', 'import_id', 'statement_import');
