-- How many letters this organization sent since then: invoices, reminders and messages to its bookkeeper, of every team, whatever team the
-- caller is narrowed to. Whoever asks next waits until this transaction ends, so of callers at once each counts the letters of those before
-- it. Asked before a letter is left, and after every other lock.

CREATE FUNCTION count_letters(since timestamptz) RETURNS integer LANGUAGE plpgsql SET search_path = public, pg_temp SET app.team_id = '' AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('letters of ' || current_organization(), 0));
  RETURN (SELECT count(*) FROM invoice_delivery WHERE organization_id = current_organization() AND created_at > since)
    + (SELECT count(*) FROM bookkeeper_message
       WHERE organization_id = current_organization() AND sender = 'organization' AND created_at > since);
END $$;

REVOKE ALL ON FUNCTION count_letters(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION count_letters(timestamptz) TO countersign_tools;
