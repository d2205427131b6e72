-- A console session hangs on the login session it came from, and ends with it. So signing out, ending one sign-in among several and
-- changing the password end exactly what they say. Console sessions from before are ended: the browser is signed in again without
-- being asked, as long as it is signed in at the authorization server.

ALTER TABLE "login_session" ADD COLUMN "id" UUID NOT NULL DEFAULT gen_random_uuid();
CREATE UNIQUE INDEX "login_session_id_key" ON "login_session"("id");

DELETE FROM "console_session";
ALTER TABLE "console_session" ADD COLUMN "login_session_id" UUID NOT NULL;
CREATE INDEX "console_session_login_session_id_idx" ON "console_session"("login_session_id");
ALTER TABLE "console_session" ADD CONSTRAINT "console_session_login_session_id_fkey" FOREIGN KEY ("login_session_id") REFERENCES "login_session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "oidc_payload" ADD COLUMN "login_session_id" UUID;
CREATE INDEX "oidc_payload_login_session_id_idx" ON "oidc_payload"("login_session_id");
ALTER TABLE "oidc_payload" ADD CONSTRAINT "oidc_payload_login_session_id_fkey" FOREIGN KEY ("login_session_id") REFERENCES "login_session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "password_reset" (
    "secret_hash" BYTEA NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "password_reset_pkey" PRIMARY KEY ("secret_hash")
);

CREATE INDEX "password_reset_user_id_idx" ON "password_reset"("user_id");

CREATE INDEX "password_reset_expires_at_idx" ON "password_reset"("expires_at");

ALTER TABLE "password_reset" ADD CONSTRAINT "password_reset_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Not of the Prisma schema ------------------------------------------------------------------------------------------------

GRANT SELECT, INSERT, UPDATE, DELETE ON password_reset TO countersign_control;

ALTER TABLE password_reset ENABLE ROW LEVEL SECURITY;
CREATE POLICY control_serves_every_organization ON password_reset TO countersign_control USING (true) WITH CHECK (true);
