-- The document that is the receipt of an expense.

ALTER TABLE "expense" ADD COLUMN     "receipt_document_id" UUID;

CREATE INDEX "expense_organization_id_receipt_document_id_idx" ON "expense"("organization_id", "receipt_document_id");

ALTER TABLE "expense" ADD CONSTRAINT "expense_organization_id_receipt_document_id_fkey" FOREIGN KEY ("organization_id", "receipt_document_id") REFERENCES "document"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- A receipt is often found after its expense is booked.

CREATE OR REPLACE FUNCTION refuse_change_of_booked_expense() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  open_columns CONSTANT text[] := ARRAY['receipt_document_id', 'note', 'version', 'updated_at']
    || CASE WHEN OLD.paid_on IS NULL THEN ARRAY['paid_on'] ELSE '{}' END;
BEGIN
  IF TG_OP = 'DELETE' OR to_jsonb(NEW) - open_columns IS DISTINCT FROM to_jsonb(OLD) - open_columns THEN
    RAISE EXCEPTION 'A booked expense cannot be changed or deleted.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'booked_expense_is_frozen', TABLE = 'expense';
  END IF;
  RETURN NEW;
END $$;
