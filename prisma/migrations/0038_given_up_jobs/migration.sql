-- What a job that was given up leaves: a record that says so, instead of one that waits for ever.

ALTER TABLE document DROP CONSTRAINT document_failure_has_a_reason;
ALTER TABLE document ADD CONSTRAINT document_failure_has_a_reason CHECK (
  (status = 'failed') = (failure IS NOT NULL)
  AND (failure IS NULL OR failure IN ('damaged', 'protected', 'too_slow', 'too_large', 'no_text', 'given_up'))
);

ALTER TABLE statement_import DROP CONSTRAINT statement_import_failure_has_a_reason;
ALTER TABLE statement_import ADD CONSTRAINT statement_import_failure_has_a_reason CHECK (
  (status = 'failed') = (failure IS NOT NULL)
  AND (failure IS NULL OR failure IN ('unreadable', 'unsafe', 'unknown_columns', 'too_many_rows', 'given_up'))
);
