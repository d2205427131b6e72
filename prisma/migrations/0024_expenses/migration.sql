-- Expenses: drafts until they are booked, then frozen but for their payment and note.

CREATE TABLE "expense" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "team_id" UUID,
    "project_id" UUID,
    "supplier" TEXT NOT NULL,
    "description" TEXT,
    "category" TEXT NOT NULL,
    "incurred_on" DATE NOT NULL,
    "due_on" DATE,
    "currency" CHAR(3) NOT NULL,
    "exchange_rate_millionths" BIGINT,
    "net_minor" BIGINT NOT NULL,
    "vat_minor" BIGINT NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "booked_at" TIMESTAMPTZ(3),
    "paid_on" DATE,
    "note" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "expense_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "expense_amount" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "expense_id" UUID NOT NULL,
    "vat_basis_points" INTEGER NOT NULL,
    "net_minor" BIGINT NOT NULL,
    "vat_minor" BIGINT NOT NULL,

    CONSTRAINT "expense_amount_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE INDEX "expense_organization_id_incurred_on_id_idx" ON "expense"("organization_id", "incurred_on", "id");

CREATE INDEX "expense_organization_id_project_id_idx" ON "expense"("organization_id", "project_id");

CREATE UNIQUE INDEX "expense_amount_organization_id_expense_id_vat_basis_points_key" ON "expense_amount"("organization_id", "expense_id", "vat_basis_points");

ALTER TABLE "expense" ADD CONSTRAINT "expense_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "expense" ADD CONSTRAINT "expense_organization_id_team_id_fkey" FOREIGN KEY ("organization_id", "team_id") REFERENCES "team"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "expense" ADD CONSTRAINT "expense_organization_id_project_id_fkey" FOREIGN KEY ("organization_id", "project_id") REFERENCES "project"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "expense_amount" ADD CONSTRAINT "expense_amount_organization_id_expense_id_fkey" FOREIGN KEY ("organization_id", "expense_id") REFERENCES "expense"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Checks ------------------------------------------------------------------------------------------------------------------

ALTER TABLE expense ADD CONSTRAINT expense_category_is_known CHECK (category IN (
  'subcontracting', 'software', 'equipment', 'premises', 'travel', 'marketing', 'professional', 'other'
));
ALTER TABLE expense ADD CONSTRAINT expense_currency_is_a_code CHECK (currency ~ '^[A-Z]{3}$');
ALTER TABLE expense ADD CONSTRAINT expense_rate_is_above_zero CHECK (exchange_rate_millionths > 0);
ALTER TABLE expense ADD CONSTRAINT expense_total_is_the_sum CHECK (
  total_minor = net_minor + vat_minor AND abs(total_minor) <= 100000000000
);
ALTER TABLE expense ADD CONSTRAINT expense_is_booked_before_it_is_paid CHECK (paid_on IS NULL OR booked_at IS NOT NULL);
ALTER TABLE expense_amount ADD CONSTRAINT expense_amount_is_bounded CHECK (
  vat_basis_points BETWEEN 0 AND 10000 AND abs(net_minor) <= 100000000000 AND abs(vat_minor) <= abs(net_minor)
);

-- What is booked stays ----------------------------------------------------------------------------------------------------
-- A column added later is frozen unless it is named here. What is paid stays paid.

CREATE FUNCTION refuse_change_of_booked_expense() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  open_columns CONSTANT text[] := ARRAY['note', 'version', 'updated_at']
    || CASE WHEN OLD.paid_on IS NULL THEN ARRAY['paid_on'] ELSE '{}' END;
BEGIN
  IF TG_OP = 'DELETE' OR to_jsonb(NEW) - open_columns IS DISTINCT FROM to_jsonb(OLD) - open_columns THEN
    RAISE EXCEPTION 'A booked expense cannot be changed or deleted.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'booked_expense_is_frozen', TABLE = 'expense';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER booked_expense_is_frozen BEFORE UPDATE OR DELETE ON expense
  FOR EACH ROW WHEN (OLD.booked_at IS NOT NULL) EXECUTE FUNCTION refuse_change_of_booked_expense();

-- The share lock makes an amount wait for a booking under way, and a booking for an amount under way; as with the lines of invoices.
CREATE FUNCTION refuse_change_of_booked_amount() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  expenses CONSTANT uuid[] := CASE TG_OP
    WHEN 'INSERT' THEN ARRAY[NEW.expense_id]
    WHEN 'DELETE' THEN ARRAY[OLD.expense_id]
    ELSE ARRAY[OLD.expense_id, NEW.expense_id]
  END;
  organization CONSTANT uuid := CASE TG_OP WHEN 'INSERT' THEN NEW.organization_id ELSE OLD.organization_id END;
BEGIN
  PERFORM FROM expense WHERE organization_id = organization AND id = ANY (expenses) FOR SHARE;
  IF EXISTS (SELECT FROM expense WHERE organization_id = organization AND id = ANY (expenses) AND booked_at IS NOT NULL) THEN
    RAISE EXCEPTION 'The amounts of a booked expense cannot be changed.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'booked_expense_is_frozen', TABLE = 'expense_amount';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER booked_expense_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON expense_amount
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_booked_amount();

-- Row-level security ------------------------------------------------------------------------------------------------------

SELECT secure_tenant_table('expense', narrowed_by => 'team_id');
SELECT secure_tenant_child_table('expense_amount', 'expense_id', 'expense');
