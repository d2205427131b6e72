-- An organization's list of the assistants that may connect. Where it is in force, only those on it are let in, from the very next
-- request, so the gate asks.

ALTER TABLE "organization" ADD COLUMN "only_listed_clients" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN "listed_clients" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- Not of the Prisma schema ------------------------------------------------------------------------------------------------

ALTER TABLE organization ADD CONSTRAINT organization_listed_clients_are_few CHECK (
  listed_clients IS NOT NULL AND cardinality(listed_clients) <= 50
);

-- A private-use scheme such as `com.example.app` reads like a host, and anybody may register one that reads like somebody else's. So it
-- keeps its colon: a list of hosts never means it.
UPDATE connection SET redirect_host = redirect_host || ':'
WHERE client_host IS NULL AND redirect_host !~ ':' AND redirect_host NOT IN ('localhost', '127.0.0.1')
  AND NOT EXISTS (
    SELECT FROM client, jsonb_array_elements_text(client.metadata -> 'redirect_uris') uri
    WHERE client.id = connection.client_id AND starts_with(uri, 'https://' || connection.redirect_host || '/')
  );

-- Under which name a list knows the client of a connection: the host of its metadata document, which it must control; else where it
-- takes codes. Every program on a person's own machine is one name.
CREATE FUNCTION client_origin(client_host text, redirect_host text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE
    WHEN client_host IS NOT NULL THEN client_host
    WHEN redirect_host ~ '^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$' THEN 'loopback'
    ELSE redirect_host
  END;

CREATE FUNCTION is_listed_client(only_listed boolean, listed text[], client_host text, redirect_host text) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN NOT only_listed OR client_origin(client_host, redirect_host) = ANY (listed);

REVOKE ALL ON FUNCTION client_origin(text, text), is_listed_client(boolean, text[], text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION client_origin(text, text), is_listed_client(boolean, text[], text, text) TO countersign_control;

-- The gate as in 0001, and whether the client is on the list. Its answer has one column more, so it is made anew.
DROP FUNCTION gate(uuid, boolean);

CREATE FUNCTION gate(p_connection_id uuid, p_for_write boolean) RETURNS TABLE (
  refusal text,
  connection_id uuid, client_id text, client_name text, resource text, approved text[], expires_at timestamptz,
  user_id uuid, user_name text, user_email text,
  organization_id uuid, organization_slug text, organization_name text,
  mcp_access boolean, mcp_write boolean, mcp_billing_write boolean,
  client_listed boolean, role text, team_id uuid, team_name text
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
    u.id, u.name, u.email, o.id, o.slug, o.name, o.mcp_access, o.mcp_write, o.mcp_billing_write,
    is_listed_client(o.only_listed_clients, o.listed_clients, c.client_host, c.redirect_host), m.role, t.id, t.name
  INTO refusal, connection_id, client_id, client_name, resource, approved, expires_at,
    user_id, user_name, user_email, organization_id, organization_slug, organization_name,
    mcp_access, mcp_write, mcp_billing_write, client_listed, role, team_id, team_name
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

REVOKE ALL ON FUNCTION gate(uuid, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gate(uuid, boolean) TO countersign_tools;

-- Whoever removes answered challenges that ran out passes over those somebody is at, which locks rows, which takes this right.
GRANT UPDATE (expires_at) ON answered_challenge TO countersign_control;
