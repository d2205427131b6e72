-- A membership that ends takes the person's connections to that organization with it, for good: somebody who is taken in again
-- connects again. The gate refuses them at once either way; this makes the end a fact that people can see. The provider's records of
-- the grant are useless without a live connection, and go with the cleaning.

CREATE FUNCTION end_connections_of_membership() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE connection SET revoked_at = now(), revoked_reason = 'membership'
  WHERE organization_id = OLD.organization_id AND user_id = OLD.user_id AND revoked_at IS NULL;
  RETURN NULL;
END $$;

CREATE TRIGGER membership_ends_connections AFTER DELETE ON membership
  FOR EACH ROW EXECUTE FUNCTION end_connections_of_membership();

REVOKE ALL ON FUNCTION end_connections_of_membership() FROM PUBLIC;
