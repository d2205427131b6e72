-- A client that an admin made by hand, for a host that asks for an id and a secret. It connects to that organization alone, which is the
-- database's to keep too. Clients without one are everybody's, as before.
LOCK TABLE organization, connection IN SHARE ROW EXCLUSIVE MODE;

ALTER TABLE client
  ADD COLUMN organization_id uuid REFERENCES organization (id) ON DELETE CASCADE ON UPDATE CASCADE,
  ADD COLUMN made_by uuid REFERENCES "user" (id) ON DELETE SET NULL ON UPDATE CASCADE;

CREATE INDEX client_organization_id_idx ON client (organization_id);
CREATE INDEX client_made_by_idx ON client (made_by);

CREATE FUNCTION connection_keeps_to_its_client() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM client WHERE id = NEW.client_id AND organization_id <> NEW.organization_id) THEN
    RAISE EXCEPTION 'The client belongs to another organization.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER connection_keeps_to_its_client BEFORE INSERT OR UPDATE OF client_id, organization_id ON connection
  FOR EACH ROW EXECUTE FUNCTION connection_keeps_to_its_client();
