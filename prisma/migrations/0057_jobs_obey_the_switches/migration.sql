-- A job that writes what a call asked for obeys the switches as the call did: the worker reads them, and passes the turnstile with its
-- commit, so that none comes after an admin's "off" was answered. It still changes nothing of an organization.
GRANT SELECT (mcp_access, mcp_write, mcp_billing_write) ON organization TO countersign_jobs;
GRANT EXECUTE ON FUNCTION turnstile(uuid) TO countersign_jobs;

ALTER TABLE statement_import DROP CONSTRAINT statement_import_failure_has_a_reason;
ALTER TABLE statement_import ADD CONSTRAINT statement_import_failure_has_a_reason CHECK (
  (status = 'failed') = (failure IS NOT NULL)
  AND (failure IS NULL OR failure IN ('unreadable', 'unsafe', 'unknown_columns', 'too_many_rows', 'given_up', 'switched_off'))
);
