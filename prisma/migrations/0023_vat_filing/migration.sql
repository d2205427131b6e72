-- What was decided about reporting a VAT period: asked to be looked at, and authorized.

CREATE TABLE "vat_filing" (
    "organization_id" UUID NOT NULL,
    "period" TEXT NOT NULL,
    "review_requested_at" TIMESTAMPTZ(3),
    "review_note" TEXT,
    "authorized_at" TIMESTAMPTZ(3),
    "authorized_payable_minor" BIGINT,

    CONSTRAINT "vat_filing_pkey" PRIMARY KEY ("organization_id","period")
);

ALTER TABLE "vat_filing" ADD CONSTRAINT "vat_filing_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE vat_filing ADD CONSTRAINT vat_filing_period_is_named CHECK (period ~ '^\d{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?$');
ALTER TABLE vat_filing ADD CONSTRAINT vat_filing_authorization_is_whole CHECK (
  (authorized_at IS NULL) = (authorized_payable_minor IS NULL)
);

SELECT secure_tenant_table('vat_filing');
REVOKE DELETE ON vat_filing FROM countersign_tools;
