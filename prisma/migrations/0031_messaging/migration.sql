-- The thread with the organization's bookkeeper.

CREATE TABLE "bookkeeper" (
    "organization_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,

    CONSTRAINT "bookkeeper_pkey" PRIMARY KEY ("organization_id")
);

CREATE TABLE "bookkeeper_message" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "sender" TEXT NOT NULL,
    "sender_name" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bookkeeper_message_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE INDEX "bookkeeper_message_organization_id_created_at_id_idx" ON "bookkeeper_message"("organization_id", "created_at", "id");

ALTER TABLE "bookkeeper" ADD CONSTRAINT "bookkeeper_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "bookkeeper_message" ADD CONSTRAINT "bookkeeper_message_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Not of the Prisma schema ------------------------------------------------------------------------------------------------

ALTER TABLE bookkeeper_message ADD CONSTRAINT bookkeeper_message_sender_is_known CHECK (sender IN ('organization', 'bookkeeper'));

SELECT secure_tenant_table('bookkeeper');
SELECT secure_tenant_table('bookkeeper_message');

-- A thread is only added to, and who the bookkeeper is is no tool's business.
REVOKE UPDATE, DELETE ON bookkeeper_message FROM countersign_tools;
REVOKE INSERT, UPDATE, DELETE ON bookkeeper FROM countersign_tools;
