-- How much an organization's documents may take: they are in the database, and whoever fills its disk stops everybody.

CREATE TABLE "document_storage" (
    "organization_id" UUID NOT NULL,
    "bytes" BIGINT NOT NULL,
    "mebibytes_max" INTEGER NOT NULL DEFAULT 5120,

    CONSTRAINT "document_storage_pkey" PRIMARY KEY ("organization_id")
);

ALTER TABLE "document_storage" ADD CONSTRAINT "document_storage_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Not of the Prisma schema ------------------------------------------------------------------------------------------------

-- Forced row-level security would hide the rows from an owner who is no superuser.
ALTER TABLE document NO FORCE ROW LEVEL SECURITY;
INSERT INTO document_storage (organization_id, bytes, mebibytes_max)
  SELECT organization_id, sum(size_bytes), greatest(5120, 2 * sum(size_bytes) / 1048576) FROM document GROUP BY organization_id;
ALTER TABLE document FORCE ROW LEVEL SECURITY;

ALTER TABLE document_storage ADD CONSTRAINT document_storage_is_bounded CHECK (bytes BETWEEN 0 AND mebibytes_max * 1048576::bigint);

-- What there is is what the documents say, counted with them: of two uploads at once the second waits, and is refused if both are too much.
CREATE FUNCTION count_documents_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO document_storage AS storage (organization_id, bytes)
    SELECT organization_id, sum(size_bytes) FROM added GROUP BY organization_id
    ON CONFLICT (organization_id) DO UPDATE SET bytes = storage.bytes + excluded.bytes;
  RETURN NULL;
END $$;
CREATE FUNCTION count_documents_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE document_storage AS storage SET bytes = storage.bytes - gone.bytes
    FROM (SELECT organization_id, sum(size_bytes) AS bytes FROM removed GROUP BY organization_id) AS gone
    WHERE storage.organization_id = gone.organization_id;
  RETURN NULL;
END $$;
CREATE TRIGGER documents_added_count AFTER INSERT ON document
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_documents_added();
CREATE TRIGGER documents_removed_count AFTER DELETE ON document
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_documents_removed();

-- One bound for the whole organization, whatever team a connection is narrowed to. How high it is is no tool's business.
SELECT secure_tenant_table('document_storage');
REVOKE INSERT, UPDATE, DELETE ON document_storage FROM countersign_tools;
GRANT INSERT (organization_id, bytes), UPDATE (bytes) ON document_storage TO countersign_tools;
