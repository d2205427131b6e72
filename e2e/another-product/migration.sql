CREATE TABLE "vehicle" (
    "organization_id" UUID NOT NULL REFERENCES "organization"("id") ON DELETE CASCADE,
    "id" UUID NOT NULL,
    "team_id" UUID,
    "name" TEXT NOT NULL,

    PRIMARY KEY ("organization_id","id"),
    FOREIGN KEY ("organization_id","team_id") REFERENCES "team"("organization_id","id")
);

-- At most one reservation of a vehicle on a day.
CREATE TABLE "vehicle_reservation" (
    "organization_id" UUID NOT NULL,
    "vehicle_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "purpose" TEXT NOT NULL,

    PRIMARY KEY ("organization_id","vehicle_id","day"),
    FOREIGN KEY ("organization_id","vehicle_id") REFERENCES "vehicle"("organization_id","id") ON DELETE CASCADE
);

-- Nobody sees another organization's rows, nor a connection to one team another team's.
SELECT secure_tenant_table('vehicle', narrowed_by => 'team_id');
SELECT secure_tenant_child_table('vehicle_reservation', 'vehicle_id', 'vehicle');

-- What is changed of them is told, by their names.
SELECT keep_deeds('vehicle', 'vehicle', '{name,team_id}', label => 'name', refers => '{"team_id": "team"}');
SELECT keep_deeds('vehicle_reservation', 'vehicle_reservation', '{day,purpose}', part_of => 'vehicle', parent => 'vehicle', parent_key => 'vehicle_id', key => 'day');

-- Found by its name, by whoever sees it.
CREATE FUNCTION words_of_vehicle(organization uuid, ids uuid[])
  RETURNS TABLE (record_id uuid, team_id uuid, every_team boolean, words tsvector) LANGUAGE sql SET search_path = public, pg_temp AS $$
  SELECT v.id, v.team_id, false, search_words(v.name, '')
  FROM vehicle v WHERE v.organization_id = organization AND v.id = ANY (ids)
$$;
REVOKE ALL ON FUNCTION words_of_vehicle(uuid, uuid[]) FROM PUBLIC;
SELECT keep_search_entries('vehicle', 'vehicle', 'id', '{name,team_id}');
