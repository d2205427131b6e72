-- A link to a file names the API key that made it, not the key's digest: nobody who serves the tools may learn one. It is opened from wherever
-- it was handed to, so the addresses a key may be presented from are not asked for; everything else about the key is.
CREATE FUNCTION key_gate_of_link(p_key_id uuid) RETURNS TABLE (
  refusal text,
  key_id uuid, kind text, name text, scopes text[], expires_at timestamptz,
  user_id uuid, user_name text, user_email text,
  organization_id uuid, organization_slug text, organization_name text,
  mcp_access boolean, mcp_write boolean, mcp_billing_write boolean,
  role text
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  v_digest bytea;
  v_address inet;
BEGIN
  SELECT k.digest, network(k.allowed_addresses[1])::inet INTO v_digest, v_address FROM api_key k WHERE k.id = p_key_id;
  RETURN QUERY SELECT g.refusal, g.key_id, g.kind, g.name, g.scopes, g.expires_at, g.user_id, g.user_name, g.user_email,
    g.organization_id, g.organization_slug, g.organization_name, g.mcp_access, g.mcp_write, g.mcp_billing_write, g.role
    FROM key_gate(v_digest, v_address, false) g;
END $$;

REVOKE ALL ON FUNCTION key_gate_of_link(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION key_gate_of_link(uuid) TO countersign_tools;
