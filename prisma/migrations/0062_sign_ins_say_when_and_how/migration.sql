-- What outlives a browser's session – an API key, a switch, a passkey – is made only by whoever proved a moment ago who they are. So a
-- login session says when that was, and how. Those there are were proved when they began.

ALTER TABLE "login_session" ADD COLUMN "proved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
ALTER TABLE "login_session" ADD COLUMN "proved_by" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];

UPDATE "login_session" SET "proved_at" = "created_at";

-- Not of the Prisma schema ------------------------------------------------------------------------------------------------

ALTER TABLE login_session ADD CONSTRAINT login_session_is_proved_in_a_known_way
  CHECK (proved_by <@ ARRAY['password', 'passkey', 'external', 'mail', 'authenticator', 'recovery_code']);
