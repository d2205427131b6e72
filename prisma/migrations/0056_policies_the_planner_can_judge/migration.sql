-- Whether a transaction sees every team. The planner takes `current_team() IS NULL` for true of one row in 200, whatever the truth is, so
-- it expected next to nothing of every table that teams narrow, and joined large ones row by row. Of `IS DISTINCT FROM` it expects nearly
-- all rows, which is what most connections see.
CREATE FUNCTION sees_every_team() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN (current_team() IS NOT NULL) IS DISTINCT FROM true;

-- As in 0001 but for that.
CREATE OR REPLACE FUNCTION secure_tenant_table(target regclass, narrowed_by name DEFAULT NULL) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  visible text := 'organization_id = current_organization()';
BEGIN
  IF narrowed_by IS NOT NULL THEN
    visible := format('%s AND (sees_every_team() OR %I = current_team())', visible, narrowed_by);
  END IF;
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY tenant ON %s USING (%s) WITH CHECK (%s)', target, visible, visible);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO countersign_tools', target);
END $$;

CREATE OR REPLACE FUNCTION secure_tenant_child_table(target regclass, parent_key name, parent regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  visible text := format(
    'organization_id = current_organization() AND (sees_every_team() OR EXISTS (SELECT FROM %1$s AS parent WHERE parent.organization_id = %2$s.organization_id AND parent.id = %2$s.%3$I))',
    parent, target, parent_key);
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY tenant ON %s USING (%s) WITH CHECK (%s)', target, visible, visible);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO countersign_tools', target);
END $$;

-- The policies there are, each rewritten as it stands.
DO $$
DECLARE
  every_team CONSTANT text := '(current_team() IS NULL)';
  policy record;
BEGIN
  FOR policy IN
    SELECT polrelid::regclass AS target, pg_get_expr(polqual, polrelid) AS visible, pg_get_expr(polwithcheck, polrelid) AS allowed
    FROM pg_policy WHERE polname = 'tenant'
  LOOP
    EXECUTE format('ALTER POLICY tenant ON %s USING (%s) WITH CHECK (%s)', policy.target,
      replace(policy.visible, every_team, 'sees_every_team()'), replace(policy.allowed, every_team, 'sees_every_team()'));
  END LOOP;
END $$;
