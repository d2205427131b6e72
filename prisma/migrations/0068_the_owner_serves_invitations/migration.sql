-- Row-level security binds the owner here as everywhere, and it had no policy: the demo data could not be added, and an export left invitations out.
-- Whoever applies this owns the table.
CREATE POLICY owner_serves_one_organization ON invitation TO CURRENT_USER
  USING (organization_id = current_organization()) WITH CHECK (organization_id = current_organization());

-- 0021 had another number at first, and did not give this yet. Where it did, nothing changes.
GRANT UPDATE (expires_at) ON answered_challenge TO countersign_control;

-- So had 0044 and the currencies of invoices, for some days.
CREATE OR REPLACE FUNCTION count_letters(since timestamptz) RETURNS integer LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  narrowed_to text := coalesce(current_setting('app.team_id', true), '');
  letters integer;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('letters of ' || current_organization(), 0));
  PERFORM set_config('app.team_id', '', true);
  letters := (SELECT count(*) FROM invoice_delivery WHERE organization_id = current_organization() AND created_at > since)
    + (SELECT count(*) FROM bookkeeper_message
       WHERE organization_id = current_organization() AND sender = 'organization' AND created_at > since);
  PERFORM set_config('app.team_id', narrowed_to, true);
  RETURN letters;
END $$;
DO $$ BEGIN
  ALTER TABLE invoice ADD CONSTRAINT invoice_exchange_rate_is_positive CHECK (exchange_rate_millionths > 0);
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;
