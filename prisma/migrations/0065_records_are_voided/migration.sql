-- What was entered by mistake is voided: kept, readable, and out of every list and sum.
ALTER TABLE "time_entry" ADD COLUMN "voided_at" TIMESTAMPTZ(3), ADD COLUMN "void_reason" TEXT;
ALTER TABLE "shift" ADD COLUMN "voided_at" TIMESTAMPTZ(3), ADD COLUMN "void_reason" TEXT;
ALTER TABLE "event" ADD COLUMN "voided_at" TIMESTAMPTZ(3), ADD COLUMN "void_reason" TEXT;
ALTER TABLE "task" ADD COLUMN "voided_at" TIMESTAMPTZ(3), ADD COLUMN "void_reason" TEXT;

-- Not of the Prisma schema ------------------------------------------------------------------------------------------------

ALTER TABLE time_entry ADD CONSTRAINT time_entry_reason_is_of_a_void CHECK (void_reason IS NULL OR voided_at IS NOT NULL) NOT VALID;
ALTER TABLE shift ADD CONSTRAINT shift_reason_is_of_a_void CHECK (void_reason IS NULL OR voided_at IS NOT NULL) NOT VALID;
ALTER TABLE event ADD CONSTRAINT event_reason_is_of_a_void CHECK (void_reason IS NULL OR voided_at IS NOT NULL) NOT VALID;
ALTER TABLE task ADD CONSTRAINT task_reason_is_of_a_void CHECK (void_reason IS NULL OR voided_at IS NOT NULL) NOT VALID;

-- What is billed or runs is no mistake yet: its line goes first, or its clock is stopped.
ALTER TABLE time_entry ADD CONSTRAINT time_entry_voided_bills_nothing
  CHECK (voided_at IS NULL OR (invoice_line_id IS NULL AND minutes IS NOT NULL)) NOT VALID;

-- A member is free in the hours of a voided shift.
ALTER TABLE shift DROP CONSTRAINT shift_of_a_member_never_overlap;
ALTER TABLE shift ADD CONSTRAINT shift_of_a_member_never_overlap EXCLUDE USING gist (
  organization_id WITH =, assignee_id WITH =, tstzrange(starts_at, ends_at) WITH &&
) WHERE (voided_at IS NULL);

-- A voided task is found by no word.
CREATE OR REPLACE FUNCTION words_of_task(organization uuid, ids uuid[])
  RETURNS TABLE (record_id uuid, team_id uuid, every_team boolean, words tsvector) LANGUAGE sql SET search_path = public, pg_temp AS $$
  SELECT t.id, p.team_id, false,
    CASE WHEN t.voided_at IS NULL THEN search_words(t.title, concat_ws(' ', t.description, p.name)) ELSE ''::tsvector END
  FROM task t JOIN project p ON p.organization_id = t.organization_id AND p.id = t.project_id
  WHERE t.organization_id = organization AND t.id = ANY (ids) FOR SHARE OF p
$$;
CREATE TRIGGER search_void_of_task AFTER UPDATE OF voided_at ON task
  FOR EACH ROW WHEN (OLD.voided_at IS DISTINCT FROM NEW.voided_at) EXECUTE FUNCTION note_search_change('task', 'id');
