-- Idempotency keys hold for a day. Who sweeps up after all organizations may find and remove older ones, and see neither what they
-- remember nor any younger one.

GRANT SELECT (organization_id, principal_id, tool, key, created_at), DELETE ON idempotency_record TO countersign_control;
CREATE POLICY control_removes_old ON idempotency_record TO countersign_control
  USING (created_at < now() - interval '24 hours') WITH CHECK (false);
