-- A project that changes its team or customer takes its records along, so that time, budgets, invoices and reports say the same to whoever
-- looks. What stays is what was said to others or booked: who an invoice is for, whose time it bills, and entries of the ledger.

CREATE FUNCTION move_records_of_project() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  narrowed_to text := coalesce(current_setting('app.team_id', true), '');
  records text;
BEGIN
  -- The connection may be narrowed to one of the two teams; the records are those of the project whoever moves it.
  PERFORM set_config('app.team_id', '', true);
  IF NEW.team_id IS DISTINCT FROM OLD.team_id THEN
    FOREACH records IN ARRAY ARRAY['time_entry', 'quote', 'invoice', 'recurring_invoice', 'expense', 'event', 'shift'] LOOP
      EXECUTE format('UPDATE %I SET team_id = $1, version = version + 1
        WHERE organization_id = $2 AND project_id = $3 AND team_id IS NOT DISTINCT FROM $4', records)
        USING NEW.team_id, NEW.organization_id, NEW.id, OLD.team_id;
    END LOOP;
  END IF;
  IF NEW.customer_id IS DISTINCT FROM OLD.customer_id AND NEW.customer_id IS NOT NULL THEN
    UPDATE time_entry SET customer_id = NEW.customer_id, version = version + 1
      WHERE organization_id = NEW.organization_id AND project_id = NEW.id AND invoice_line_id IS NULL
        AND customer_id IS DISTINCT FROM NEW.customer_id;
  END IF;
  PERFORM set_config('app.team_id', narrowed_to, true);
  RETURN NULL;
END $$;

CREATE TRIGGER records_go_with_their_project AFTER UPDATE OF team_id, customer_id ON project
  FOR EACH ROW WHEN ((OLD.team_id, OLD.customer_id) IS DISTINCT FROM (NEW.team_id, NEW.customer_id))
  EXECUTE FUNCTION move_records_of_project();

-- Who sees a document is no part of what it says.
CREATE OR REPLACE FUNCTION refuse_change_of_issued_invoice() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  open_columns CONSTANT text[] := ARRAY['paid_minor', 'paid_on', 'credited_minor', 'refundable_minor', 'refunded_minor', 'sent_at',
    'reminder_level', 'reminded_on', 'team_id', 'version', 'updated_at'];
BEGIN
  IF TG_OP = 'DELETE' OR to_jsonb(NEW) - open_columns IS DISTINCT FROM to_jsonb(OLD) - open_columns THEN
    RAISE EXCEPTION 'An issued invoice cannot be changed or deleted.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'issued_invoice_is_frozen', TABLE = 'invoice';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION refuse_change_of_booked_expense() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  open_columns CONSTANT text[] := ARRAY['receipt_document_id', 'note', 'team_id', 'version', 'updated_at']
    || CASE WHEN OLD.paid_on IS NULL THEN ARRAY['paid_on'] ELSE '{}' END;
BEGIN
  IF TG_OP = 'DELETE' OR to_jsonb(NEW) - open_columns IS DISTINCT FROM to_jsonb(OLD) - open_columns THEN
    RAISE EXCEPTION 'A booked expense cannot be changed or deleted.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'booked_expense_is_frozen', TABLE = 'expense';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION refuse_change_of_invoiced_time() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  open_columns CONSTANT text[] := ARRAY['invoice_line_id', 'member_id', 'team_id', 'version', 'updated_at'];
BEGIN
  IF TG_OP = 'DELETE'
    OR to_jsonb(NEW) - open_columns IS DISTINCT FROM to_jsonb(OLD) - open_columns
    OR (NEW.member_id IS DISTINCT FROM OLD.member_id AND NEW.member_id IS NOT NULL)
    OR (NEW.invoice_line_id IS DISTINCT FROM OLD.invoice_line_id AND (NEW.invoice_line_id IS NOT NULL OR EXISTS (
      SELECT FROM invoice_line WHERE organization_id = OLD.organization_id AND id = OLD.invoice_line_id
    )))
  THEN
    RAISE EXCEPTION 'A time entry that is invoiced cannot be changed or deleted.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'invoiced_time_is_frozen', TABLE = 'time_entry';
  END IF;
  RETURN NEW;
END $$;

-- A line says which project it bills, where an invoice bills several.
ALTER TABLE "quote_line" ADD COLUMN "project_id" UUID;
ALTER TABLE "invoice_line" ADD COLUMN "project_id" UUID;
ALTER TABLE "recurring_invoice_line" ADD COLUMN "project_id" UUID;
ALTER TABLE "quote_line" ADD CONSTRAINT "quote_line_organization_id_project_id_fkey" FOREIGN KEY ("organization_id", "project_id") REFERENCES "project"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;
ALTER TABLE "invoice_line" ADD CONSTRAINT "invoice_line_organization_id_project_id_fkey" FOREIGN KEY ("organization_id", "project_id") REFERENCES "project"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;
ALTER TABLE "recurring_invoice_line" ADD CONSTRAINT "recurring_invoice_line_organization_id_project_id_fkey" FOREIGN KEY ("organization_id", "project_id") REFERENCES "project"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;
CREATE INDEX "invoice_line_organization_id_project_id_idx" ON "invoice_line"("organization_id", "project_id");
