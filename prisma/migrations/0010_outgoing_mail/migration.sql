-- Mail waiting for its delivery. It is written in the transaction of what it tells, so that a notice exists exactly when its cause does.

CREATE TABLE "outgoing_mail" (
    "id" UUID NOT NULL,
    "organization_id" UUID,
    "kind" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "body" TEXT,
    "body_sealed" BYTEA,
    "attachments" JSONB NOT NULL DEFAULT '[]',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),
    "failed_at" TIMESTAMPTZ(3),
    "last_error" TEXT,

    CONSTRAINT "outgoing_mail_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "outgoing_mail_organization_id_idx" ON "outgoing_mail"("organization_id");

CREATE INDEX "outgoing_mail_next_attempt_at_idx" ON "outgoing_mail"("next_attempt_at");

ALTER TABLE "outgoing_mail" ADD CONSTRAINT "outgoing_mail_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Not of the Prisma schema ------------------------------------------------------------------------------------------------

ALTER TABLE outgoing_mail ADD CONSTRAINT outgoing_mail_kind_is_a_word CHECK (kind ~ '^[a-z_]{1,40}$');
ALTER TABLE outgoing_mail ADD CONSTRAINT outgoing_mail_headers_are_lines CHECK (
  recipient !~ '[[:cntrl:]]' AND subject !~ '[[:cntrl:]]' AND length(recipient) <= 320 AND length(subject) <= 300
);
-- Waiting mail has one text, open or sealed; mail that is over has none left.
ALTER TABLE outgoing_mail ADD CONSTRAINT outgoing_mail_has_one_text CHECK (
  CASE WHEN sent_at IS NULL AND failed_at IS NULL
    THEN (body IS NULL) <> (body_sealed IS NULL)
    ELSE body IS NULL AND body_sealed IS NULL AND attachments = '[]'
  END
);

-- The resource server can send for the organization it is in, and read nothing back.
GRANT SELECT, INSERT, UPDATE, DELETE ON outgoing_mail TO countersign_control;
GRANT INSERT ON outgoing_mail TO countersign_tools;
ALTER TABLE outgoing_mail ENABLE ROW LEVEL SECURITY;
CREATE POLICY control_serves_every_organization ON outgoing_mail TO countersign_control USING (true) WITH CHECK (true);
CREATE POLICY tools_send_for_their_organization ON outgoing_mail FOR INSERT TO countersign_tools
  WITH CHECK (organization_id = current_organization());
