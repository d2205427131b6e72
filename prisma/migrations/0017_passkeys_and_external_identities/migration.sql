-- Two more ways to sign in, beside the password: passkeys, and other OpenID providers. Somebody who came from a provider may never
-- have set a password.

ALTER TABLE "user" ALTER COLUMN "password_hash" DROP NOT NULL;

CREATE TABLE "passkey" (
    "id" BYTEA NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "public_key" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL,
    "transports" TEXT[],
    "backed_up" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "passkey_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "passkey_user_id_idx" ON "passkey"("user_id");

ALTER TABLE "passkey" ADD CONSTRAINT "passkey_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "answered_challenge" (
    "hash" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "answered_challenge_pkey" PRIMARY KEY ("hash")
);

CREATE INDEX "answered_challenge_expires_at_idx" ON "answered_challenge"("expires_at");

CREATE TABLE "external_identity" (
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "external_identity_pkey" PRIMARY KEY ("issuer","subject")
);

CREATE INDEX "external_identity_user_id_idx" ON "external_identity"("user_id");

ALTER TABLE "external_identity" ADD CONSTRAINT "external_identity_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Not of the Prisma schema ------------------------------------------------------------------------------------------------

ALTER TABLE passkey ADD CONSTRAINT passkey_has_a_name CHECK (length(name) BETWEEN 1 AND 64);

-- What was signed in with stays what it was: of a passkey its use and its name may change, of an identity its use.
GRANT SELECT, INSERT, DELETE ON passkey, external_identity TO countersign_control;
GRANT UPDATE (name, counter, backed_up, last_used_at) ON passkey TO countersign_control;
GRANT UPDATE (last_used_at) ON external_identity TO countersign_control;
GRANT SELECT, INSERT, DELETE ON answered_challenge TO countersign_control;

DO $$
DECLARE table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY['passkey', 'answered_challenge', 'external_identity'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format('CREATE POLICY control_serves_every_organization ON %I TO countersign_control USING (true) WITH CHECK (true)', table_name);
  END LOOP;
END $$;
