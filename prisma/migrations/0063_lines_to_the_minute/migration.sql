-- Hours are billed by their minutes: a thousandth of an hour is 3.6 seconds, so that twenty minutes had no quantity of their own and their
-- price was another than in the reports. Of such a line quantity_thousandths is rounded, to read.
ALTER TABLE "quote_line" ADD COLUMN "minutes" INTEGER;
ALTER TABLE "invoice_line" ADD COLUMN "minutes" INTEGER;
ALTER TABLE "recurring_invoice_line" ADD COLUMN "minutes" INTEGER;
ALTER TABLE "credit_note_line" ADD COLUMN "minutes" INTEGER;

-- Not of the Prisma schema ------------------------------------------------------------------------------------------------

ALTER TABLE quote_line ADD CONSTRAINT quote_line_minutes_are_some CHECK (minutes > 0) NOT VALID;
ALTER TABLE invoice_line ADD CONSTRAINT invoice_line_minutes_are_some CHECK (minutes > 0) NOT VALID;
ALTER TABLE recurring_invoice_line ADD CONSTRAINT recurring_invoice_line_minutes_are_some CHECK (minutes > 0) NOT VALID;
ALTER TABLE credit_note_line ADD CONSTRAINT credit_note_line_minutes_are_some CHECK (minutes > 0) NOT VALID;
