-- What ended by time is removed, and told of, by the worker (docs/adr/0028). It says neither what nor since when: both functions take no
-- argument and go by the database's own clock, so a worker that was taken over ends nothing early. The authorization server did it before and
-- loses what it needed for that.

-- When the audit log was told that it ran out. What ran out before today is no news.
ALTER TABLE "connection" ADD COLUMN "expiry_noted_at" TIMESTAMPTZ(3);
ALTER TABLE "api_key" ADD COLUMN "expiry_noted_at" TIMESTAMPTZ(3);

-- Not of the Prisma schema ------------------------------------------------------------------------------------------------

UPDATE connection SET expiry_noted_at = now() WHERE expires_at <= now();
UPDATE api_key SET expiry_noted_at = now() WHERE expires_at <= now();
CREATE INDEX connection_expiry_to_note ON connection (expires_at) WHERE expiry_noted_at IS NULL AND revoked_at IS NULL;
CREATE INDEX api_key_expiry_to_note ON api_key (expires_at) WHERE expiry_noted_at IS NULL AND revoked_at IS NULL;

-- One turn: at most 500 of each kind, so that no lock is held for long, and none that somebody is at, so that it never waits for a sign-in, nor
-- a sign-in for it. Says how many of each; whoever calls it goes on until there are fewer than 500. Consents whose code was never redeemed go
-- after 15 minutes, with their grants. Registrations nobody ever consented to go after a day, and those whose last connection ended after
-- a month; one with a live connection stays, however old: its connector would break for good. The provider's records go a day late, so that
-- an expired token is still known for what it was. Of mail the text is erased when it is over, and who got it is forgotten after 90 days.
CREATE FUNCTION remove_expired() RETURNS TABLE (kind text, removed bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE table_name text;
BEGIN
  kind := 'consent';
  WITH pending AS (
    DELETE FROM connection WHERE id IN (
      SELECT id FROM connection WHERE activated_at IS NULL AND created_at < now() - interval '15 minutes' LIMIT 500 FOR UPDATE SKIP LOCKED
    ) RETURNING grant_id
  ), granted AS (
    DELETE FROM oidc_payload WHERE grant_id IN (SELECT grant_id FROM pending)
  )
  SELECT count(*) INTO removed FROM pending;
  RETURN NEXT;

  kind := 'client';
  DELETE FROM client WHERE id IN (
    SELECT id FROM client
    WHERE source = 'registered' AND coalesce(last_used_at + interval '30 days', created_at + interval '1 day') < now()
      AND NOT EXISTS (
        SELECT FROM connection
        WHERE connection.client_id = client.id AND least(revoked_at, connection.expires_at) > now() - interval '30 days'
      )
    LIMIT 500 FOR UPDATE SKIP LOCKED
  );
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN NEXT;

  kind := 'client_metadata_document';
  DELETE FROM client_metadata_document WHERE url IN (
    SELECT url FROM client_metadata_document
    WHERE fetched_at < now() - interval '30 days'
      AND NOT EXISTS (
        SELECT FROM connection
        WHERE connection.client_id = client_metadata_document.url AND revoked_at IS NULL AND connection.expires_at > now()
      )
    LIMIT 500 FOR UPDATE SKIP LOCKED
  );
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN NEXT;

  kind := 'oidc_payload';
  DELETE FROM oidc_payload WHERE (model, id_hash) IN (
    SELECT model, id_hash FROM oidc_payload WHERE expires_at < now() - interval '1 day' LIMIT 500 FOR UPDATE SKIP LOCKED
  );
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN NEXT;

  FOREACH table_name IN ARRAY ARRAY['login_session', 'console_session', 'password_reset', 'answered_challenge', 'sign_in_throttle'] LOOP
    kind := table_name;
    EXECUTE format('DELETE FROM %1$I WHERE ctid IN (SELECT ctid FROM %1$I WHERE expires_at < now() LIMIT 500 FOR UPDATE SKIP LOCKED)', table_name);
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN NEXT;
  END LOOP;

  kind := 'outgoing_mail';
  DELETE FROM outgoing_mail WHERE id IN (
    SELECT id FROM outgoing_mail WHERE coalesce(sent_at, failed_at) < now() - interval '90 days' LIMIT 500 FOR UPDATE SKIP LOCKED
  );
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN NEXT;
END $$;

-- Marks at most 500 connections and as many API keys that ran out, each once, and says what the audit log needs of them.
CREATE FUNCTION note_expired() RETURNS TABLE (
  connection_id uuid, api_key_id uuid, organization_id uuid, user_id uuid, client_id text, name text, expired_at timestamptz
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  UPDATE connection SET expiry_noted_at = now() WHERE id IN (
    SELECT id FROM connection WHERE expires_at <= now() AND expiry_noted_at IS NULL AND revoked_at IS NULL LIMIT 500 FOR UPDATE SKIP LOCKED
  ) RETURNING id, NULL::uuid, organization_id, user_id, client_id, client_name, expires_at::timestamptz;
  RETURN QUERY
  UPDATE api_key SET expiry_noted_at = now() WHERE id IN (
    SELECT id FROM api_key WHERE expires_at <= now() AND expiry_noted_at IS NULL AND revoked_at IS NULL LIMIT 500 FOR UPDATE SKIP LOCKED
  ) RETURNING NULL::uuid, id, organization_id, user_id, NULL::text, name, expires_at::timestamptz;
END $$;

REVOKE ALL ON FUNCTION remove_expired(), note_expired() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION remove_expired(), note_expired() TO countersign_jobs;

REVOKE DELETE ON connection, client_metadata_document, answered_challenge, outgoing_mail FROM countersign_control;
REVOKE DELETE ON outgoing_mail FROM countersign_jobs;

-- Idempotency keys hold for a day. They are tenant rows, hidden from their owner too, so a policy lets the worker remove older ones of every
-- organization. It is for DELETE alone: a statement that names or returns a column sees none of them.
DROP POLICY control_removes_old ON idempotency_record;
REVOKE SELECT (organization_id, principal_id, tool, key, created_at), DELETE ON idempotency_record FROM countersign_control;
CREATE POLICY jobs_remove_old ON idempotency_record FOR DELETE TO countersign_jobs USING (created_at < now() - interval '24 hours');
