CREATE TABLE "audit_seal" (
    "number" INTEGER NOT NULL,
    "through_id" UUID NOT NULL,
    "events" INTEGER NOT NULL,
    "digest" BYTEA NOT NULL,
    "mac" TEXT NOT NULL,
    "sealed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_seal_pkey" PRIMARY KEY ("number")
);

-- Added to, like the log itself: the authorization server seals, and only an operator's command, as the owner, may seal anew.
GRANT SELECT, INSERT ON audit_seal TO countersign_control;
ALTER TABLE audit_seal ENABLE ROW LEVEL SECURITY;
CREATE POLICY control_serves_every_organization ON audit_seal TO countersign_control USING (true) WITH CHECK (true);
