-- Countersigning: rules that say which changes wait for a person's signature, the proposals that wait, and signing itself.
--
-- The tools role may propose and look; it cannot sign, decline or change a proposal. Signing is a function with its owner's rights that
-- asks for the secret digest of a console session, which that role cannot read: so no process that serves assistants can sign, even if
-- somebody else runs it.

ALTER TABLE "organization" ADD COLUMN "mcp_write_until" TIMESTAMPTZ(3);
ALTER TABLE "connection" ADD COLUMN "ask_first" BOOLEAN NOT NULL DEFAULT false, ADD COLUMN "write_until" TIMESTAMPTZ(3), ADD COLUMN "areas" TEXT[] DEFAULT ARRAY[]::TEXT[];

CREATE TABLE "change_rule" (
    "organization_id" UUID NOT NULL,
    "module" TEXT NOT NULL,
    "effect" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "ask_from_minor" BIGINT,
    "currency" TEXT,
    "signer" TEXT NOT NULL DEFAULT 'own',
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_by" UUID,

    CONSTRAINT "change_rule_pkey" PRIMARY KEY ("organization_id","module","effect")
);

CREATE TABLE "proposal" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "tool" TEXT NOT NULL,
    "module" TEXT NOT NULL,
    "effect" TEXT NOT NULL,
    "input" JSONB NOT NULL,
    "input_digest" BYTEA NOT NULL,
    "idempotency_key" TEXT,
    "deed" JSONB NOT NULL,
    "deed_digest" TEXT NOT NULL,
    "signer" TEXT NOT NULL,
    "asked_by" TEXT NOT NULL,
    "principal_id" UUID NOT NULL,
    "connection_id" UUID,
    "api_key_id" UUID,
    "user_id" UUID,
    "through_name" TEXT NOT NULL,
    "address" TEXT,
    "team_id" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" UUID,
    "decline_reason" TEXT,
    "deed_id" UUID,
    "result" JSONB,
    "told_at" TIMESTAMPTZ(3),

    CONSTRAINT "proposal_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE INDEX "proposal_organization_id_state_created_at_idx" ON "proposal"("organization_id", "state", "created_at");
CREATE INDEX "proposal_organization_id_principal_id_tool_input_digest_idx" ON "proposal"("organization_id", "principal_id", "tool", "input_digest");

ALTER TABLE "change_rule" ADD CONSTRAINT "change_rule_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Not of the Prisma schema ------------------------------------------------------------------------------------------------

ALTER TABLE change_rule ADD CONSTRAINT change_rule_decision_is_known CHECK (decision IN ('allow', 'ask', 'off'));
ALTER TABLE change_rule ADD CONSTRAINT change_rule_signer_is_known CHECK (signer IN ('own', 'other'));
ALTER TABLE change_rule ADD CONSTRAINT change_rule_amount_is_whole CHECK (
  (ask_from_minor IS NULL) = (currency IS NULL) AND (ask_from_minor IS NULL OR decision = 'ask' AND ask_from_minor > 0));
ALTER TABLE proposal ADD CONSTRAINT proposal_state_is_known CHECK (state IN ('pending', 'executed', 'declined', 'withdrawn', 'lapsed'));
ALTER TABLE proposal ADD CONSTRAINT proposal_decision_is_whole CHECK ((state IN ('executed', 'declined')) = (decided_by IS NOT NULL));
-- The same call finds the proposal that waits already.
CREATE UNIQUE INDEX proposal_one_waits ON proposal (organization_id, principal_id, tool, input_digest) WHERE state = 'pending';

GRANT SELECT, INSERT, UPDATE, DELETE ON change_rule TO countersign_control;
ALTER TABLE change_rule ENABLE ROW LEVEL SECURITY;
CREATE POLICY control_serves_every_organization ON change_rule TO countersign_control USING (true) WITH CHECK (true);

ALTER TABLE proposal ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON proposal USING (organization_id = current_organization() AND (sees_every_team() OR team_id = current_team()));
GRANT SELECT ON proposal TO countersign_tools;
GRANT SELECT ON proposal TO countersign_control;
CREATE POLICY control_serves_every_organization ON proposal FOR SELECT TO countersign_control USING (true);

-- What was proposed stays as it was proposed, whoever has which right: a proposal is decided once, and nothing else of it changes.
CREATE FUNCTION keep_proposal() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF (to_jsonb(NEW) - '{state,decided_at,decided_by,decline_reason,deed_id,result,told_at}'::text[])
      IS DISTINCT FROM (to_jsonb(OLD) - '{state,decided_at,decided_by,decline_reason,deed_id,result,told_at}'::text[])
    OR (OLD.state <> 'pending' AND NEW.state <> OLD.state) THEN
    RAISE EXCEPTION 'a proposal is decided once and otherwise never changes';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER proposal_is_kept BEFORE UPDATE ON proposal FOR EACH ROW EXECUTE FUNCTION keep_proposal();

-- Of migration 0062, as the schema has words for it.
ALTER TABLE login_session ALTER COLUMN proved_by DROP NOT NULL;

-- An end holds by this clock, as the switches hold by their rows.
CREATE FUNCTION has_ended(until timestamptz) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(until <= now(), false);

CREATE FUNCTION rules_of(p_organization_id uuid) RETURNS jsonb LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT jsonb_agg(jsonb_build_object('module', module, 'effect', effect, 'decision', decision, 'askFromMinor', ask_from_minor,
    'currency', currency, 'signer', signer)) FROM change_rule WHERE organization_id = p_organization_id
$$;

-- Leaves a proposal, or finds the one of the same call that waits. A caller has at most fifty waiting; NULL says that there are as many.
CREATE FUNCTION propose(p_organization uuid, p_id uuid, p_days integer, p jsonb, p_input_digest bytea) RETURNS uuid
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  found uuid;
BEGIN
  IF p_organization IS DISTINCT FROM current_organization() THEN RAISE EXCEPTION 'not the organization of this transaction'; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('proposals of ' || (p ->> 'principalId'), 0));
  UPDATE proposal SET state = 'lapsed'
    WHERE organization_id = p_organization AND principal_id = (p ->> 'principalId')::uuid AND state = 'pending' AND expires_at <= now();
  SELECT id INTO found FROM proposal WHERE organization_id = p_organization AND principal_id = (p ->> 'principalId')::uuid
    AND tool = p ->> 'tool' AND input_digest = p_input_digest AND state = 'pending';
  IF found IS NOT NULL THEN RETURN found; END IF;
  IF (SELECT count(*) FROM proposal WHERE organization_id = p_organization AND principal_id = (p ->> 'principalId')::uuid AND state = 'pending') >= 50 THEN
    RETURN NULL;
  END IF;
  INSERT INTO proposal (organization_id, id, expires_at, tool, module, effect, input, input_digest, idempotency_key, deed, deed_digest, signer,
    asked_by, principal_id, connection_id, api_key_id, user_id, through_name, address, team_id)
  VALUES (p_organization, p_id, now() + make_interval(days => p_days), p ->> 'tool', p ->> 'module', p ->> 'effect', p -> 'input', p_input_digest,
    p ->> 'idempotencyKey', p -> 'deed', p ->> 'deedDigest', p ->> 'signer', p ->> 'askedBy', (p ->> 'principalId')::uuid,
    (p ->> 'connectionId')::uuid, (p ->> 'apiKeyId')::uuid, (p ->> 'userId')::uuid, p ->> 'throughName', p ->> 'address', current_team());
  RETURN p_id;
END $$;

-- Whoever has this console session, if they proved who they are within the last quarter of an hour; nobody otherwise.
CREATE FUNCTION recent_signer(p_session bytea) RETURNS uuid LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT s.user_id FROM console_session s JOIN login_session l ON l.id = s.login_session_id
  WHERE s.id_hash = p_session AND s.expires_at > now() AND l.expires_at > now() AND l.proved_at > now() - interval '15 minutes'
$$;

-- Signs, in the transaction that then does it: exactly one of any number of signers gets 'signed'. Whoever proposed it may sign only where
-- the proposal and the rule of this moment let their own signature do. Holds the signer's membership until the commit, after the locks of gate().
CREATE FUNCTION sign_proposal(p_organization uuid, p_id uuid, p_session bytea) RETURNS TABLE (outcome text, signer_id uuid, signer_role text)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '5s' AS $$
DECLARE
  held proposal;
BEGIN
  signer_id := recent_signer(p_session);
  IF signer_id IS NULL OR p_organization IS DISTINCT FROM current_organization() THEN outcome := 'not_signed_in'; RETURN NEXT; RETURN; END IF;
  SELECT m.role INTO signer_role FROM membership m WHERE m.organization_id = p_organization AND m.user_id = signer_id FOR SHARE;
  IF signer_role IS NULL THEN outcome := 'unknown'; RETURN NEXT; RETURN; END IF;
  SELECT * INTO held FROM proposal WHERE organization_id = p_organization AND id = p_id FOR UPDATE;
  outcome := CASE
    WHEN held.id IS NULL THEN 'unknown'
    WHEN held.state <> 'pending' THEN held.state
    WHEN held.expires_at <= now() THEN 'lapsed'
    WHEN signer_role = 'viewer' THEN 'role'
    WHEN signer_id IS DISTINCT FROM held.user_id AND held.signer = 'own' AND signer_role NOT IN ('admin', 'owner') THEN 'role'
    WHEN signer_id = held.user_id AND (held.signer = 'other' OR EXISTS (
      SELECT FROM change_rule r WHERE r.organization_id = p_organization AND r.module = held.module AND r.effect = held.effect AND r.signer = 'other'
    )) THEN 'own'
    ELSE 'signed'
  END;
  IF outcome = 'signed' THEN
    UPDATE proposal SET state = 'executed', decided_at = now(), decided_by = signer_id WHERE organization_id = p_organization AND id = p_id;
  END IF;
  RETURN NEXT;
END $$;

-- What came of it, in the transaction that signed it.
CREATE FUNCTION keep_outcome(p_organization uuid, p_id uuid, p_deed uuid, p_result jsonb) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE proposal SET deed_id = p_deed, result = p_result
  WHERE organization_id = p_organization AND organization_id = current_organization() AND id = p_id AND state = 'executed' AND decided_at = now()::timestamptz(3) AND result IS NULL
$$;

-- Declines, with a reason, for the same people that may sign, and for whoever proposed it.
CREATE FUNCTION decline_proposal(p_organization uuid, p_id uuid, p_session bytea, p_reason text) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '5s' AS $$
DECLARE
  decider uuid := (SELECT s.user_id FROM console_session s WHERE s.id_hash = p_session AND s.expires_at > now());
  held proposal;
  role_now text;
BEGIN
  IF decider IS NULL OR p_organization IS DISTINCT FROM current_organization() THEN RETURN 'unknown'; END IF;
  SELECT m.role INTO role_now FROM membership m WHERE m.organization_id = p_organization AND m.user_id = decider FOR SHARE;
  SELECT * INTO held FROM proposal WHERE organization_id = p_organization AND id = p_id FOR UPDATE;
  IF role_now IS NULL OR held.id IS NULL THEN RETURN 'unknown'; END IF;
  IF held.state <> 'pending' THEN RETURN held.state; END IF;
  IF held.expires_at <= now() THEN RETURN 'lapsed'; END IF;
  IF role_now = 'viewer' OR decider IS DISTINCT FROM held.user_id AND role_now NOT IN ('admin', 'owner') AND held.signer = 'own' THEN RETURN 'role'; END IF;
  UPDATE proposal SET state = 'declined', decided_at = now(), decided_by = decider, decline_reason = nullif(left(p_reason, 500), '')
  WHERE organization_id = p_organization AND id = p_id;
  RETURN 'declined';
END $$;

-- Taken back by whoever proposed it.
CREATE FUNCTION withdraw_proposal(p_organization uuid, p_id uuid, p_principal uuid) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '5s' AS $$
DECLARE
  held proposal;
BEGIN
  SELECT * INTO held FROM proposal WHERE organization_id = p_organization AND organization_id = current_organization()
    AND id = p_id AND principal_id = p_principal FOR UPDATE;
  IF held.id IS NULL THEN RETURN 'unknown'; END IF;
  IF held.state = 'pending' THEN
    UPDATE proposal SET state = CASE WHEN expires_at <= now() THEN 'lapsed' ELSE 'withdrawn' END WHERE organization_id = p_organization AND id = p_id
    RETURNING state INTO held.state;
  END IF;
  RETURN held.state;
END $$;

-- The caller was told what came of it; the same call is a new one from then on.
CREATE FUNCTION note_proposal_told(p_organization uuid, p_id uuid, p_principal uuid) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE proposal SET told_at = now() WHERE organization_id = p_organization AND organization_id = current_organization() AND id = p_id
    AND principal_id = p_principal AND told_at IS NULL
$$;

-- The gates as they were, and what countersigning asks of them: whether the connection asks first, whether its time for changes is over, the
-- areas it is narrowed to, and for a write the organization's rules. Their answers have more columns, so they are made anew.
DROP FUNCTION gate(uuid, boolean);

CREATE FUNCTION gate(p_connection_id uuid, p_for_write boolean) RETURNS TABLE (
  refusal text,
  connection_id uuid, client_id text, client_name text, resource text, approved text[], expires_at timestamptz,
  user_id uuid, user_name text, user_email text,
  organization_id uuid, organization_slug text, organization_name text,
  mcp_access boolean, mcp_write boolean, mcp_billing_write boolean,
  client_listed boolean, role text, team_id uuid, team_name text,
  ask_first boolean, write_ended boolean, areas text[], rules jsonb
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
    u.id, u.name, u.email, o.id, o.slug, o.name, o.mcp_access, o.mcp_write AND NOT has_ended(o.mcp_write_until), o.mcp_billing_write AND NOT has_ended(o.mcp_write_until),
    is_listed_client(o.only_listed_clients, o.listed_clients, c.client_host, c.redirect_host), m.role, t.id, t.name,
    c.ask_first, has_ended(c.write_until), CASE WHEN cardinality(c.areas) > 0 THEN c.areas END, CASE WHEN p_for_write THEN rules_of(o.id) END
  INTO refusal, connection_id, client_id, client_name, resource, approved, expires_at,
    user_id, user_name, user_email, organization_id, organization_slug, organization_name,
    mcp_access, mcp_write, mcp_billing_write, client_listed, role, team_id, team_name,
    ask_first, write_ended, areas, rules
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

DROP FUNCTION key_gate(bytea, inet, boolean);

CREATE FUNCTION key_gate(p_digest bytea, p_address inet, p_for_write boolean) RETURNS TABLE (
  refusal text,
  key_id uuid, kind text, name text, scopes text[], expires_at timestamptz,
  user_id uuid, user_name text, user_email text,
  organization_id uuid, organization_slug text, organization_name text,
  mcp_access boolean, mcp_write boolean, mcp_billing_write boolean,
  role text, rules jsonb
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
    u.id, u.name, u.email, o.id, o.slug, o.name, o.mcp_access, o.mcp_write AND NOT has_ended(o.mcp_write_until),
    o.mcp_billing_write AND NOT has_ended(o.mcp_write_until), m.role, CASE WHEN p_for_write THEN rules_of(o.id) END
  INTO refusal, key_id, kind, name, scopes, expires_at,
    user_id, user_name, user_email, organization_id, organization_slug, organization_name,
    mcp_access, mcp_write, mcp_billing_write, role, rules
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

-- A signature is given for an API key that presents nothing: the key is named by its id, and from where it was used then.
CREATE FUNCTION key_gate_of_proposal(p_organization uuid, p_id uuid) RETURNS TABLE (
  refusal text,
  key_id uuid, kind text, name text, scopes text[], expires_at timestamptz,
  user_id uuid, user_name text, user_email text,
  organization_id uuid, organization_slug text, organization_name text,
  mcp_access boolean, mcp_write boolean, mcp_billing_write boolean,
  role text, rules jsonb
)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '5s' AS $$
BEGIN
  RETURN QUERY SELECT g.refusal, g.key_id, g.kind, g.name, g.scopes, g.expires_at, g.user_id, g.user_name, g.user_email, g.organization_id, g.organization_slug, g.organization_name, g.mcp_access, g.mcp_write, g.mcp_billing_write, g.role, g.rules
    FROM proposal p JOIN api_key k ON k.id = p.api_key_id CROSS JOIN LATERAL key_gate(k.digest, p.address::inet, true) g
    WHERE p.organization_id = p_organization AND p.id = p_id;
END $$;

REVOKE ALL ON FUNCTION gate(uuid, boolean), key_gate(bytea, inet, boolean), key_gate_of_proposal(uuid, uuid), keep_proposal(), has_ended(timestamptz),
  rules_of(uuid), propose(uuid, uuid, integer, jsonb, bytea), recent_signer(bytea), sign_proposal(uuid, uuid, bytea), keep_outcome(uuid, uuid, uuid, jsonb),
  decline_proposal(uuid, uuid, bytea, text), withdraw_proposal(uuid, uuid, uuid), note_proposal_told(uuid, uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gate(uuid, boolean), key_gate(bytea, inet, boolean), key_gate_of_proposal(uuid, uuid),
  propose(uuid, uuid, integer, jsonb, bytea), sign_proposal(uuid, uuid, bytea), keep_outcome(uuid, uuid, uuid, jsonb),
  decline_proposal(uuid, uuid, bytea, text), withdraw_proposal(uuid, uuid, uuid), note_proposal_told(uuid, uuid, uuid) TO countersign_tools;
GRANT EXECUTE ON FUNCTION has_ended(timestamptz) TO countersign_tools, countersign_control;

-- What is told of records that came to have more to tell --------------------------------------------------------------------------

SELECT keep_deeds('task', 'task', '{title,description,status,priority,project_id,phase_id,assignee_id,due_on,estimate_minutes,completed_at,voided_at,void_reason}',
  label => 'title', parent => 'project', parent_key => 'project_id',
  refers => '{"project_id": "project", "phase_id": "project_phase", "assignee_id": "member"}', counterpart => 'project_id');
SELECT keep_deeds('event', 'event', '{title,description,location,starts_on,ends_on,starts_at,ends_at,time_zone,recurrence,team_id,project_id,voided_at,void_reason}',
  label => 'title', refers => '{"team_id": "team", "project_id": "project"}');
SELECT keep_deeds('shift', 'shift', '{title,note,assignee_id,starts_at,ends_at,time_zone,team_id,project_id,voided_at,void_reason}',
  label => 'title', refers => '{"team_id": "team", "project_id": "project", "assignee_id": "member"}', counterpart => 'assignee_id');
SELECT keep_deeds('time_entry', 'time_entry', '{description,worked_on,started_at,minutes,billable,rate_minor,currency,member_id,customer_id,project_id,task_id,team_id,voided_at,void_reason}',
  refers => '{"team_id": "team", "project_id": "project", "task_id": "task", "customer_id": "customer", "member_id": "member"}', counterpart => 'project_id');
SELECT keep_deeds('quote_line', 'quote_line', '{position,description,quantity_thousandths,minutes,unit,unit_price_minor,vat_basis_points,net_minor,project_id}',
  label => 'description', part_of => 'quote', parent => 'quote', parent_key => 'quote_id', refers => '{"project_id": "project"}');
SELECT keep_deeds('invoice_line', 'invoice_line', '{position,description,quantity_thousandths,minutes,unit,unit_price_minor,vat_basis_points,net_minor,project_id}',
  label => 'description', part_of => 'invoice', parent => 'invoice', parent_key => 'invoice_id', refers => '{"project_id": "project"}');
SELECT keep_deeds('recurring_invoice_line', 'recurring_invoice_line', '{position,description,quantity_thousandths,minutes,unit,unit_price_minor,vat_basis_points,net_minor,project_id}',
  label => 'description', part_of => 'recurring_invoice', parent => 'recurring_invoice', parent_key => 'recurring_invoice_id', refers => '{"project_id": "project"}');
