-- How many letters this organization sent since then: invoices, reminders and messages to its bookkeeper, of every team, whatever team the
-- caller is narrowed to. Whoever asks next waits until this transaction ends, so of callers at once each counts the letters of those before
-- it. Asked before a letter is left, and after every other lock.

-- The team is set within it, not as its SET clause: an owner who is no superuser may not write one for a setting of ours.

CREATE FUNCTION count_letters(since timestamptz) RETURNS integer LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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

REVOKE ALL ON FUNCTION count_letters(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION count_letters(timestamptz) TO countersign_tools;
