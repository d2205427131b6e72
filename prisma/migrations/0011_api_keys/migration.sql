-- API keys: credentials of an organization or of one person in it, presented with every request.

CREATE TABLE "api_key" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "user_id" UUID,
    "name" TEXT NOT NULL,
    "digest" BYTEA NOT NULL,
    "prefix" TEXT NOT NULL,
    "scopes" TEXT[],
    "allowed_addresses" INET[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" UUID NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by" UUID,
    "revoked_reason" TEXT,

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "api_key_digest_key" ON "api_key"("digest");

CREATE INDEX "api_key_organization_id_idx" ON "api_key"("organization_id");

CREATE INDEX "api_key_user_id_idx" ON "api_key"("user_id");

ALTER TABLE "api_key" ADD CONSTRAINT "api_key_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "api_key" ADD CONSTRAINT "api_key_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "audit_event" ADD COLUMN "api_key_id" UUID;

-- Not of the Prisma schema ------------------------------------------------------------------------------------------------

CREATE INDEX audit_event_api_key_id_at ON audit_event (api_key_id, at) WHERE api_key_id IS NOT NULL;

ALTER TABLE api_key ADD CONSTRAINT api_key_kind_says_whose_it_is CHECK (
  (kind = 'organization' AND user_id IS NULL) OR (kind = 'personal' AND user_id IS NOT NULL)
);
ALTER TABLE api_key ADD CONSTRAINT api_key_name_is_short CHECK (length(name) BETWEEN 1 AND 64);
ALTER TABLE api_key ADD CONSTRAINT api_key_digest_is_sha256 CHECK (octet_length(digest) = 32);
ALTER TABLE api_key ADD CONSTRAINT api_key_scopes_are_scopes CHECK (
  array_to_string(scopes, ' ', '?') ~ '^(read|write|manage):(\*|[a-z][a-z_]*)( (read|write|manage):(\*|[a-z][a-z_]*))*$'
);
-- Prisma declares no list as NOT NULL. A list that is null would be no list to the gate, and so no limit.
ALTER TABLE api_key ADD CONSTRAINT api_key_lists_are_there CHECK (scopes IS NOT NULL AND allowed_addresses IS NOT NULL);
ALTER TABLE api_key ADD CONSTRAINT api_key_revocation_has_a_reason CHECK (
  (revoked_at IS NULL) = (revoked_reason IS NULL) AND (revoked_at IS NOT NULL OR revoked_by IS NULL)
);

-- The console makes keys and ends them; nobody who serves changes what a key may do, or brings one back by its digest. The tools
-- role sees nothing of them: it asks the gate.
GRANT SELECT, INSERT, UPDATE (revoked_at, revoked_by, revoked_reason) ON api_key TO countersign_control;
ALTER TABLE api_key ENABLE ROW LEVEL SECURITY;
CREATE POLICY control_serves_every_organization ON api_key TO countersign_control USING (true) WITH CHECK (true);

-- A membership that ends takes the person's keys with it, as it takes the connections.
CREATE FUNCTION end_keys_of_membership() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE api_key SET revoked_at = now(), revoked_reason = 'membership'
  WHERE organization_id = OLD.organization_id AND user_id = OLD.user_id AND revoked_at IS NULL;
  RETURN NULL;
END $$;

CREATE TRIGGER membership_ends_keys AFTER DELETE ON membership
  FOR EACH ROW EXECUTE FUNCTION end_keys_of_membership();

-- The gate for API keys. As gate() of 0001 in everything: one call per request, the turnstile and the share locks in the order
-- organization, membership, key, row-level security set only when it does not refuse, and the owner's rights because the serving
-- role must not read keys by itself. An organization's key has no person, so no membership is asked for.
--
-- The key is found by an index over SHA-256 digests. How long that takes may depend on the digest that was sent, but nobody can
-- choose a key so that its digest comes closer to another's, so time tells nothing of the keys there are.
CREATE FUNCTION key_gate(p_digest bytea, p_address inet, p_for_write boolean) RETURNS TABLE (
  refusal text,
  key_id uuid, kind text, name text, scopes text[], expires_at timestamptz,
  user_id uuid, user_name text, user_email text,
  organization_id uuid, organization_slug text, organization_name text,
  mcp_access boolean, mcp_write boolean, mcp_billing_write boolean,
  role text
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '5s' AS $$
#variable_conflict use_column
BEGIN
  IF p_for_write THEN
    PERFORM pg_advisory_xact_lock_shared(turnstile(k.organization_id)) FROM api_key k WHERE k.digest = p_digest;
    PERFORM FROM organization o JOIN api_key k ON k.organization_id = o.id WHERE k.digest = p_digest FOR SHARE OF o;
    PERFORM FROM membership m JOIN api_key k ON k.organization_id = m.organization_id AND k.user_id = m.user_id
      WHERE k.digest = p_digest FOR SHARE OF m;
    PERFORM FROM api_key k WHERE k.digest = p_digest FOR SHARE;
  END IF;

  SELECT
    CASE
      WHEN k.revoked_at IS NOT NULL THEN 'revoked'
      WHEN k.expires_at <= now() THEN 'expired'
      WHEN k.user_id IS NOT NULL AND m.role IS NULL THEN 'membership_lost'
      WHEN cardinality(k.allowed_addresses) > 0 AND (p_address <<= ANY (k.allowed_addresses)) IS NOT TRUE THEN 'address_not_allowed'
    END,
    k.id, k.kind, k.name, k.scopes, k.expires_at,
    u.id, u.name, u.email, o.id, o.slug, o.name, o.mcp_access, o.mcp_write, o.mcp_billing_write, m.role
  INTO refusal, key_id, kind, name, scopes, expires_at,
    user_id, user_name, user_email, organization_id, organization_slug, organization_name,
    mcp_access, mcp_write, mcp_billing_write, role
  FROM api_key k
  JOIN organization o ON o.id = k.organization_id
  LEFT JOIN "user" u ON u.id = k.user_id
  LEFT JOIN membership m ON m.organization_id = k.organization_id AND m.user_id = k.user_id
  WHERE k.digest = p_digest;

  IF NOT FOUND THEN refusal := 'unknown'; END IF;
  PERFORM set_config('app.organization_id', CASE WHEN refusal IS NULL THEN organization_id::text ELSE '' END, true),
          set_config('app.team_id', '', true);
  RETURN NEXT;
END $$;

-- As touch_connections of 0001.
CREATE FUNCTION touch_api_keys(p_ids uuid[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE api_key SET last_used_at = now() WHERE id IN (
    SELECT id FROM api_key
    WHERE id = ANY (p_ids) AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
    FOR NO KEY UPDATE SKIP LOCKED
  );
$$;

REVOKE ALL ON FUNCTION end_keys_of_membership(), key_gate(bytea, inet, boolean), touch_api_keys(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION key_gate(bytea, inet, boolean), touch_api_keys(uuid[]) TO countersign_tools;
