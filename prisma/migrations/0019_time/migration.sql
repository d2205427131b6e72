-- Who worked on what and for how long, and what an hour of it costs.

ALTER TABLE "company_profile" ADD COLUMN "hourly_rate_minor" BIGINT, ADD COLUMN "vat_basis_points" INTEGER;

ALTER TABLE "project" ADD COLUMN "hourly_rate_minor" BIGINT;

CREATE UNIQUE INDEX "task_organization_id_project_id_id_key" ON "task"("organization_id", "project_id", "id");

CREATE TABLE "time_entry" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "team_id" UUID,
    "member_id" UUID,
    "customer_id" UUID,
    "project_id" UUID,
    "task_id" UUID,
    "description" TEXT NOT NULL DEFAULT '',
    "worked_on" DATE NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "minutes" INTEGER,
    "billable" BOOLEAN NOT NULL,
    "rate_minor" BIGINT,
    "currency" CHAR(3) NOT NULL,
    "invoice_line_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "time_entry_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE INDEX "time_entry_organization_id_worked_on_id_idx" ON "time_entry"("organization_id", "worked_on", "id");

CREATE INDEX "time_entry_organization_id_member_id_idx" ON "time_entry"("organization_id", "member_id");

CREATE INDEX "time_entry_organization_id_project_id_idx" ON "time_entry"("organization_id", "project_id");

CREATE INDEX "time_entry_organization_id_customer_id_idx" ON "time_entry"("organization_id", "customer_id");

CREATE INDEX "time_entry_organization_id_invoice_line_id_idx" ON "time_entry"("organization_id", "invoice_line_id");

ALTER TABLE "time_entry" ADD CONSTRAINT "time_entry_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "time_entry" ADD CONSTRAINT "time_entry_organization_id_team_id_fkey" FOREIGN KEY ("organization_id", "team_id") REFERENCES "team"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "time_entry" ADD CONSTRAINT "time_entry_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "time_entry" ADD CONSTRAINT "time_entry_organization_id_customer_id_fkey" FOREIGN KEY ("organization_id", "customer_id") REFERENCES "customer"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "time_entry" ADD CONSTRAINT "time_entry_organization_id_project_id_fkey" FOREIGN KEY ("organization_id", "project_id") REFERENCES "project"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "time_entry" ADD CONSTRAINT "time_entry_organization_id_project_id_task_id_fkey" FOREIGN KEY ("organization_id", "project_id", "task_id") REFERENCES "task"("organization_id", "project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- A line of a draft that goes away frees the work it billed; the lines of an issued invoice never go.
ALTER TABLE time_entry ADD CONSTRAINT time_entry_invoice_line_fkey FOREIGN KEY (organization_id, invoice_line_id)
  REFERENCES invoice_line (organization_id, id) ON DELETE SET NULL (invoice_line_id);

-- Checks ------------------------------------------------------------------------------------------------------------------

ALTER TABLE company_profile ADD CONSTRAINT company_profile_rates_are_bounded CHECK (
  hourly_rate_minor BETWEEN 0 AND 100000000000 AND vat_basis_points BETWEEN 0 AND 10000
);
ALTER TABLE project ADD CONSTRAINT project_rate_is_bounded CHECK (hourly_rate_minor BETWEEN 0 AND 100000000000);
ALTER TABLE time_entry ADD CONSTRAINT time_entry_currency_is_a_code CHECK (currency ~ '^[A-Z]{3}$');
ALTER TABLE time_entry ADD CONSTRAINT time_entry_rate_is_bounded CHECK (rate_minor BETWEEN 0 AND 100000000000);
ALTER TABLE time_entry ADD CONSTRAINT time_entry_is_at_most_a_day CHECK (minutes BETWEEN 1 AND 1440);
ALTER TABLE time_entry ADD CONSTRAINT time_entry_runs_from_a_start CHECK (minutes IS NOT NULL OR started_at IS NOT NULL);
ALTER TABLE time_entry ADD CONSTRAINT time_entry_is_billed_when_it_can_be CHECK (
  invoice_line_id IS NULL OR (minutes IS NOT NULL AND billable AND rate_minor IS NOT NULL AND customer_id IS NOT NULL)
);
ALTER TABLE time_entry ADD CONSTRAINT time_entry_task_is_of_its_project CHECK (task_id IS NULL OR project_id IS NOT NULL);

-- Nobody's clock runs twice, whatever two calls start at the same moment.
CREATE UNIQUE INDEX time_entry_one_running_for_each_member ON time_entry (organization_id, member_id) WHERE minutes IS NULL;

-- Billed work stays -------------------------------------------------------------------------------------------------------
-- Of an entry that an invoice bills only the person may go, and the bill itself when the line is deleted: then the line is no
-- longer there to be seen. A column added later is frozen unless it is named here.

CREATE FUNCTION refuse_change_of_invoiced_time() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  open_columns CONSTANT text[] := ARRAY['invoice_line_id', 'member_id', 'version', 'updated_at'];
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

CREATE TRIGGER invoiced_time_is_frozen BEFORE UPDATE OR DELETE ON time_entry
  FOR EACH ROW WHEN (OLD.invoice_line_id IS NOT NULL) EXECUTE FUNCTION refuse_change_of_invoiced_time();

-- Row-level security ------------------------------------------------------------------------------------------------------

SELECT secure_tenant_table('time_entry', narrowed_by => 'team_id');

-- No tool deletes hours.
REVOKE DELETE ON time_entry FROM countersign_tools;
