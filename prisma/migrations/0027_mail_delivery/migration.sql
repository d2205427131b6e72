-- The worker looks for mail that is due twice a second; what is over must not make that slower.

DROP INDEX "outgoing_mail_next_attempt_at_idx";

-- Not of the Prisma schema ------------------------------------------------------------------------------------------------

CREATE INDEX outgoing_mail_waiting ON outgoing_mail (next_attempt_at) WHERE sent_at IS NULL AND failed_at IS NULL;
