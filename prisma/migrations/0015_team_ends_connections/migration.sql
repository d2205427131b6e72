-- A team that is deleted ends the connections that were narrowed to it, for good, and they stay as a fact that people can see. Before,
-- they were deleted with it.

ALTER TABLE "connection" DROP CONSTRAINT "connection_organization_id_team_id_fkey";
ALTER TABLE "connection" ADD CONSTRAINT "connection_organization_id_team_id_fkey" FOREIGN KEY ("organization_id", "team_id") REFERENCES "team"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Not of the Prisma schema ------------------------------------------------------------------------------------------------
-- One that lost its team would be open to the whole organization, so it is ended in the same statement.

CREATE FUNCTION end_connections_of_team() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE connection SET
    team_id = NULL,
    revoked_reason = CASE WHEN revoked_at IS NULL THEN 'team' ELSE revoked_reason END,
    revoked_at = coalesce(revoked_at, now())
  WHERE organization_id = OLD.organization_id AND team_id = OLD.id;
  RETURN OLD;
END $$;

CREATE TRIGGER team_ends_connections BEFORE DELETE ON team
  FOR EACH ROW EXECUTE FUNCTION end_connections_of_team();

REVOKE ALL ON FUNCTION end_connections_of_team() FROM PUBLIC;
