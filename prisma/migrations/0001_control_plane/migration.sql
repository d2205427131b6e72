-- The control plane: people, organizations, connections, OAuth records, audit.
--
-- First the tables as the Prisma schema says them, then what it has no words for: checks, roles, row-level security, the gate.

CREATE TABLE "audit_event" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "action" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "organization_id" UUID,
    "connection_id" UUID,
    "user_id" UUID,
    "client_id" TEXT,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "address" TEXT,
    "user_agent" TEXT,
    "request_id" TEXT,
    "duration_ms" INTEGER,
    "details" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "idempotency_record" (
    "organization_id" UUID NOT NULL,
    "principal_id" UUID NOT NULL,
    "tool" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "input_digest" BYTEA NOT NULL,
    "result" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_record_pkey" PRIMARY KEY ("organization_id","principal_id","tool","key")
);

CREATE TABLE "connection" (
    "id" UUID NOT NULL,
    "grant_id" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "client_name" TEXT NOT NULL,
    "client_host" TEXT,
    "redirect_host" TEXT NOT NULL,
    "name" TEXT,
    "user_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "team_id" UUID,
    "resource" TEXT NOT NULL,
    "requested" TEXT[],
    "approved" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "activated_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_reason" TEXT,

    CONSTRAINT "connection_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "write_access_request" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "client_id" TEXT NOT NULL,
    "client_name" TEXT NOT NULL,
    "billing" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" UUID,
    "decision" TEXT,

    CONSTRAINT "write_access_request_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "client" (
    "id" TEXT NOT NULL,
    "metadata" JSONB NOT NULL,
    "secret_sealed" BYTEA,
    "source" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "client_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "client_metadata_document" (
    "url" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "fetched_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "client_metadata_document_pkey" PRIMARY KEY ("url")
);

CREATE TABLE "oidc_payload" (
    "model" TEXT NOT NULL,
    "id_hash" BYTEA NOT NULL,
    "payload" JSONB NOT NULL,
    "grant_id" TEXT,
    "uid" TEXT,
    "parent_hash" BYTEA,
    "grace_uses" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "consumed_at" TIMESTAMPTZ(3),

    CONSTRAINT "oidc_payload_pkey" PRIMARY KEY ("model","id_hash")
);

CREATE TABLE "signing_key" (
    "kid" TEXT NOT NULL,
    "alg" TEXT NOT NULL,
    "public_jwk" JSONB NOT NULL,
    "private_jwk_sealed" BYTEA NOT NULL,
    "state" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "activated_at" TIMESTAMPTZ(3),
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "signing_key_pkey" PRIMARY KEY ("kid")
);

CREATE TABLE "user" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "login_session" (
    "id_hash" BYTEA NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "address" TEXT,
    "user_agent" TEXT,

    CONSTRAINT "login_session_pkey" PRIMARY KEY ("id_hash")
);

CREATE TABLE "sign_in_throttle" (
    "key" BYTEA NOT NULL,
    "failures" INTEGER NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_throttle_pkey" PRIMARY KEY ("key")
);

CREATE TABLE "organization" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mcp_access" BOOLEAN NOT NULL DEFAULT true,
    "mcp_write" BOOLEAN NOT NULL DEFAULT false,
    "mcp_billing_write" BOOLEAN NOT NULL DEFAULT false,
    "switches_changed_at" TIMESTAMPTZ(3),
    "switches_changed_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organization_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "team" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "team_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "membership" (
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("organization_id","user_id")
);

CREATE TABLE "team_membership" (
    "organization_id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,

    CONSTRAINT "team_membership_pkey" PRIMARY KEY ("organization_id","team_id","user_id")
);

CREATE INDEX "audit_event_connection_id_at_idx" ON "audit_event"("connection_id", "at");

CREATE INDEX "audit_event_organization_id_at_idx" ON "audit_event"("organization_id", "at");

CREATE INDEX "audit_event_user_id_at_idx" ON "audit_event"("user_id", "at");

CREATE INDEX "idempotency_record_created_at_idx" ON "idempotency_record"("created_at");

CREATE UNIQUE INDEX "connection_grant_id_key" ON "connection"("grant_id");

CREATE INDEX "connection_user_id_idx" ON "connection"("user_id");

CREATE INDEX "connection_organization_id_idx" ON "connection"("organization_id");

CREATE INDEX "connection_client_id_idx" ON "connection"("client_id");

CREATE INDEX "write_access_request_organization_id_decided_at_idx" ON "write_access_request"("organization_id", "decided_at");

CREATE INDEX "client_created_at_idx" ON "client"("created_at");

CREATE INDEX "oidc_payload_grant_id_idx" ON "oidc_payload"("grant_id");

CREATE INDEX "oidc_payload_parent_hash_idx" ON "oidc_payload"("parent_hash");

CREATE INDEX "oidc_payload_uid_idx" ON "oidc_payload"("uid");

CREATE INDEX "oidc_payload_expires_at_idx" ON "oidc_payload"("expires_at");

CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

CREATE INDEX "login_session_user_id_idx" ON "login_session"("user_id");

CREATE INDEX "login_session_expires_at_idx" ON "login_session"("expires_at");

CREATE INDEX "sign_in_throttle_expires_at_idx" ON "sign_in_throttle"("expires_at");

CREATE UNIQUE INDEX "organization_slug_key" ON "organization"("slug");

CREATE UNIQUE INDEX "team_organization_id_name_key" ON "team"("organization_id", "name");

CREATE INDEX "membership_user_id_idx" ON "membership"("user_id");

CREATE INDEX "team_membership_organization_id_user_id_idx" ON "team_membership"("organization_id", "user_id");

ALTER TABLE "connection" ADD CONSTRAINT "connection_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "connection" ADD CONSTRAINT "connection_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "connection" ADD CONSTRAINT "connection_organization_id_team_id_fkey" FOREIGN KEY ("organization_id", "team_id") REFERENCES "team"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "write_access_request" ADD CONSTRAINT "write_access_request_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "write_access_request" ADD CONSTRAINT "write_access_request_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "login_session" ADD CONSTRAINT "login_session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "team" ADD CONSTRAINT "team_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "membership" ADD CONSTRAINT "membership_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "membership" ADD CONSTRAINT "membership_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "team_membership" ADD CONSTRAINT "team_membership_organization_id_team_id_fkey" FOREIGN KEY ("organization_id", "team_id") REFERENCES "team"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "team_membership" ADD CONSTRAINT "team_membership_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "membership"("organization_id", "user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Checks ------------------------------------------------------------------------------------------------------------------

ALTER TABLE "user" ADD CONSTRAINT user_email_is_lower_case CHECK (email = lower(email));
ALTER TABLE organization ADD CONSTRAINT organization_slug_is_plain CHECK (slug ~ '^[a-z0-9](-?[a-z0-9])*$' AND length(slug) <= 63);
ALTER TABLE organization ADD CONSTRAINT billing_write_is_part_of_write CHECK (mcp_write OR NOT mcp_billing_write);
ALTER TABLE membership ADD CONSTRAINT membership_role_is_known CHECK (role IN ('viewer', 'member', 'finance', 'admin', 'owner'));
ALTER TABLE connection ADD CONSTRAINT connection_approved_is_nested CHECK (
  approved <@ ARRAY['mcp:read', 'mcp:write', 'mcp:write:billing']
  AND 'mcp:read' = ANY (approved)
  AND ('mcp:write' = ANY (approved) OR NOT 'mcp:write:billing' = ANY (approved))
);
ALTER TABLE connection ADD CONSTRAINT connection_revocation_has_a_reason CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL));
ALTER TABLE write_access_request ADD CONSTRAINT write_access_request_decision_is_whole CHECK (
  (decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL OR decision IN ('approved', 'declined'))
);
ALTER TABLE client ADD CONSTRAINT client_source_is_known CHECK (source IN ('registered', 'preregistered'));
ALTER TABLE signing_key ADD CONSTRAINT signing_key_state_is_known CHECK (state IN ('next', 'active', 'retired'));
ALTER TABLE audit_event ADD CONSTRAINT audit_event_severity_is_known CHECK (severity IN ('info', 'notice', 'warning', 'critical'));
ALTER TABLE audit_event ADD CONSTRAINT audit_event_outcome_is_known CHECK (outcome IN ('ok', 'refused', 'failed'));

-- At most one key signs, whatever two processes rotate at once.
CREATE UNIQUE INDEX signing_key_one_active ON signing_key (state) WHERE state = 'active';
CREATE UNIQUE INDEX signing_key_one_next ON signing_key (state) WHERE state = 'next';
-- One open wish per person and organization.
CREATE UNIQUE INDEX write_access_request_one_open ON write_access_request (organization_id, user_id) WHERE decided_at IS NULL;

-- Serving roles ----------------------------------------------------------------------------------------------------------
-- Groups that own nothing; each deployment's login roles are members of one. Roles belong to the whole cluster, so they may
-- exist already, and another database may be making them at this moment.

DO $$
DECLARE role_name text;
BEGIN
  FOREACH role_name IN ARRAY ARRAY['countersign_control', 'countersign_tools'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
  END LOOP;
END $$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO countersign_control, countersign_tools;

GRANT SELECT, INSERT, UPDATE, DELETE ON
  "user", login_session, sign_in_throttle, organization, team, membership, team_membership, connection,
  write_access_request, client, client_metadata_document, oidc_payload, signing_key
  TO countersign_control;
GRANT SELECT, INSERT ON audit_event TO countersign_control;

-- The resource server sees names, never credentials, and of keys only the public half.
GRANT SELECT (id, slug, name) ON organization TO countersign_tools;
GRANT SELECT ON team, membership, team_membership TO countersign_tools;
GRANT SELECT (id, name, email) ON "user" TO countersign_tools;
GRANT SELECT (kid, alg, public_jwk, state) ON signing_key TO countersign_tools;
GRANT INSERT ON audit_event TO countersign_tools;

-- Row-level security ------------------------------------------------------------------------------------------------------

CREATE FUNCTION current_organization() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.organization_id', true), '')::uuid;
CREATE FUNCTION current_team() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.team_id', true), '')::uuid;

DO $$
DECLARE table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY['user', 'login_session', 'sign_in_throttle', 'organization', 'team', 'membership', 'team_membership',
    'connection', 'write_access_request', 'client', 'client_metadata_document', 'oidc_payload', 'signing_key', 'audit_event'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format('CREATE POLICY control_serves_every_organization ON %I TO countersign_control USING (true) WITH CHECK (true)', table_name);
  END LOOP;
END $$;

CREATE POLICY tools_see_their_organization ON organization FOR SELECT TO countersign_tools USING (id = current_organization());
CREATE POLICY tools_see_their_organization ON team FOR SELECT TO countersign_tools USING (organization_id = current_organization());
CREATE POLICY tools_see_their_organization ON membership FOR SELECT TO countersign_tools USING (organization_id = current_organization());
CREATE POLICY tools_see_their_organization ON team_membership FOR SELECT TO countersign_tools USING (organization_id = current_organization());
CREATE POLICY tools_see_their_members ON "user" FOR SELECT TO countersign_tools USING (
  EXISTS (SELECT FROM membership WHERE membership.user_id = "user".id AND membership.organization_id = current_organization())
);
CREATE POLICY tools_see_public_keys ON signing_key FOR SELECT TO countersign_tools USING (true);
CREATE POLICY tools_only_add ON audit_event FOR INSERT TO countersign_tools WITH CHECK (true);

-- Puts a tenant table under its organization, for every role and its owner too, and opens it to the tools role.
-- `narrowed_by => 'team_id'` also narrows it by the connection's team. A row without a team belongs to no team.
CREATE FUNCTION secure_tenant_table(target regclass, narrowed_by name DEFAULT NULL) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  visible text := 'organization_id = current_organization()';
BEGIN
  IF narrowed_by IS NOT NULL THEN
    visible := format('%s AND (current_team() IS NULL OR %I = current_team())', visible, narrowed_by);
  END IF;
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY tenant ON %s USING (%s) WITH CHECK (%s)', target, visible, visible);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO countersign_tools', target);
END $$;

-- The same for a table whose rows belong to a row of another tenant table: a narrowed connection sees exactly the children of
-- the parents it sees. `parent_key` is the column that holds the parent's id.
CREATE FUNCTION secure_tenant_child_table(target regclass, parent_key name, parent regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  visible text := format(
    'organization_id = current_organization() AND (current_team() IS NULL OR EXISTS (SELECT FROM %1$s AS parent WHERE parent.organization_id = %2$s.organization_id AND parent.id = %2$s.%3$I))',
    parent, target, parent_key);
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY tenant ON %s USING (%s) WITH CHECK (%s)', target, visible, visible);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO countersign_tools', target);
END $$;

SELECT secure_tenant_table('idempotency_record');

-- The gate -----------------------------------------------------------------------------------------------------------------
-- Who is this connection, and what may it do now? One call per request. It alone sets the organization for row-level security,
-- and only when it does not refuse.
--
-- For a write it first takes share locks, always in the order organization, membership, connection; whoever changes a switch,
-- a role or a connection takes its row exclusively. So once such a change has been answered, no write that relied on the
-- state before can still commit. READ COMMITTED gives the reading statement a snapshot from after the locks were had.
--
-- Row locks are not fair: while writes overlap without a gap, each new share lock passes the waiting exclusive one, and an
-- admin's "off" would wait for as long as the traffic lasts. Advisory locks queue in order. A write therefore passes the
-- organization's turnstile first, and a change that calls let_writes_finish() waits only for the writes before it. Waiting
-- ends after five seconds, so that one organization's slow statement cannot keep every connection of the pool.
--
-- It runs as its owner because the serving role must not read connections, switches or other organizations by itself.

CREATE FUNCTION turnstile(p_organization_id uuid) RETURNS bigint LANGUAGE sql IMMUTABLE
  RETURN hashtextextended(p_organization_id::text, 0);

CREATE FUNCTION let_writes_finish(p_organization_id uuid) RETURNS void LANGUAGE sql
  BEGIN ATOMIC SELECT pg_advisory_xact_lock(turnstile(p_organization_id)); END;

CREATE FUNCTION gate(p_connection_id uuid, p_for_write boolean) RETURNS TABLE (
  refusal text,
  connection_id uuid, client_id text, client_name text, resource text, approved text[], expires_at timestamptz,
  user_id uuid, user_name text, user_email text,
  organization_id uuid, organization_slug text, organization_name text,
  mcp_access boolean, mcp_write boolean, mcp_billing_write boolean,
  role text, team_id uuid, team_name text
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '5s' AS $$
#variable_conflict use_column
BEGIN
  IF p_for_write THEN
    PERFORM pg_advisory_xact_lock_shared(turnstile(c.organization_id)) FROM connection c WHERE c.id = p_connection_id;
    PERFORM FROM organization o JOIN connection c ON c.organization_id = o.id WHERE c.id = p_connection_id FOR SHARE OF o;
    PERFORM FROM membership m JOIN connection c ON c.organization_id = m.organization_id AND c.user_id = m.user_id
      WHERE c.id = p_connection_id FOR SHARE OF m;
    PERFORM FROM connection c WHERE c.id = p_connection_id FOR SHARE;
  END IF;

  SELECT
    CASE
      WHEN c.revoked_at IS NOT NULL THEN 'revoked'
      WHEN c.expires_at <= now() THEN 'expired'
      WHEN m.role IS NULL THEN 'membership_lost'
      WHEN c.team_id IS NOT NULL AND m.role NOT IN ('admin', 'owner') AND NOT EXISTS (
        SELECT FROM team_membership tm
        WHERE tm.organization_id = c.organization_id AND tm.team_id = c.team_id AND tm.user_id = c.user_id
      ) THEN 'team_lost'
    END,
    c.id, c.client_id, coalesce(c.name, c.client_name), c.resource, c.approved, c.expires_at,
    u.id, u.name, u.email, o.id, o.slug, o.name, o.mcp_access, o.mcp_write, o.mcp_billing_write, m.role, t.id, t.name
  INTO refusal, connection_id, client_id, client_name, resource, approved, expires_at,
    user_id, user_name, user_email, organization_id, organization_slug, organization_name,
    mcp_access, mcp_write, mcp_billing_write, role, team_id, team_name
  FROM connection c
  JOIN "user" u ON u.id = c.user_id
  JOIN organization o ON o.id = c.organization_id
  LEFT JOIN membership m ON m.organization_id = c.organization_id AND m.user_id = c.user_id
  LEFT JOIN team t ON t.organization_id = c.organization_id AND t.id = c.team_id
  WHERE c.id = p_connection_id;

  IF NOT FOUND THEN refusal := 'unknown'; END IF;
  PERFORM set_config('app.organization_id', CASE WHEN refusal IS NULL THEN organization_id::text ELSE '' END, true),
          set_config('app.team_id', CASE WHEN refusal IS NULL THEN coalesce(team_id::text, '') ELSE '' END, true);
  RETURN NEXT;
END $$;

-- Notes when connections were last used, at most once a minute each; called in batches, outside any request. Rows that a write
-- holds are left for the next batch.
CREATE FUNCTION touch_connections(p_ids uuid[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE connection SET last_used_at = now() WHERE id IN (
    SELECT id FROM connection
    WHERE id = ANY (p_ids) AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
    FOR NO KEY UPDATE SKIP LOCKED
  );
$$;

REVOKE ALL ON FUNCTION turnstile(uuid), let_writes_finish(uuid), gate(uuid, boolean), touch_connections(uuid[]), secure_tenant_table(regclass, name),
  secure_tenant_child_table(regclass, name, regclass) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gate(uuid, boolean), touch_connections(uuid[]) TO countersign_tools;
GRANT EXECUTE ON FUNCTION turnstile(uuid), let_writes_finish(uuid) TO countersign_control;
