-- Browsers signed in to the console.

CREATE TABLE "console_session" (
    "id_hash" BYTEA NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "address" TEXT,
    "user_agent" TEXT,

    CONSTRAINT "console_session_pkey" PRIMARY KEY ("id_hash")
);

CREATE INDEX "console_session_user_id_idx" ON "console_session"("user_id");

CREATE INDEX "console_session_expires_at_idx" ON "console_session"("expires_at");

ALTER TABLE "console_session" ADD CONSTRAINT "console_session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Not of the Prisma schema ------------------------------------------------------------------------------------------------

GRANT SELECT, INSERT, UPDATE, DELETE ON console_session TO countersign_control;

ALTER TABLE console_session ENABLE ROW LEVEL SECURITY;
CREATE POLICY control_serves_every_organization ON console_session TO countersign_control USING (true) WITH CHECK (true);
