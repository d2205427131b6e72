-- Documents that people upload, the text found in them, and what full-text search is made of.

CREATE TABLE "document" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "team_id" UUID,
    "name" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "digest" BYTEA NOT NULL,
    "context_note" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'queued',
    "failure" TEXT,
    "page_count" INTEGER,
    "uploaded_by" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "document_pkey" PRIMARY KEY ("organization_id","id")
);

-- Search ------------------------------------------------------------------------------------------------------------------
-- The configuration `simple` knows no language: an organization's records mix several. What people do not type alike is folded
-- away instead: case, the marks of ä, ö, å, ü and é, ß and ø, and punctuation, so that `2026-0042` is two words everywhere.

CREATE FUNCTION search_text(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN translate(
    replace(replace(replace(lower(regexp_replace(normalize($1, NFKD), '[\u0300-\u036f]', '', 'g')), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
    E'øØđĐłŁ!"#$%&''()*+,-./:;<=>?@[\\]^_`{|}~–—„“”‘’…€',
    'ooddll' || repeat(' ', 48)
  );

CREATE FUNCTION search_vector(text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN to_tsvector('simple'::regconfig, coalesce(search_text($1), ''));

-- Every word of the question must begin a word of the record. Null for a question without words.
CREATE FUNCTION search_query(text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (
    SELECT to_tsquery('simple'::regconfig, string_agg(quote_literal(word) || ':*', ' & '))
    FROM (SELECT DISTINCT word FROM regexp_split_to_table(search_text($1), '\s+') AS word WHERE word <> '' LIMIT 20) AS words
  );

CREATE TABLE "document_content" (
    "organization_id" UUID NOT NULL,
    "document_id" UUID NOT NULL,
    "bytes" BYTEA NOT NULL,
    "text" TEXT,
    -- A tsvector holds a megabyte at most; what comes later in a text is not found by its words.
    "words" tsvector GENERATED ALWAYS AS (search_vector(left("text", 200000))) STORED,

    CONSTRAINT "document_content_pkey" PRIMARY KEY ("organization_id","document_id")
);

CREATE INDEX "document_organization_id_created_at_id_idx" ON "document"("organization_id", "created_at", "id");

ALTER TABLE "document" ADD CONSTRAINT "document_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "document" ADD CONSTRAINT "document_organization_id_team_id_fkey" FOREIGN KEY ("organization_id", "team_id") REFERENCES "team"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "document_content" ADD CONSTRAINT "document_content_organization_id_document_id_fkey" FOREIGN KEY ("organization_id", "document_id") REFERENCES "document"("organization_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- Not of the Prisma schema ------------------------------------------------------------------------------------------------

ALTER TABLE document ADD CONSTRAINT document_content_type_is_known CHECK (
  content_type IN ('application/pdf', 'application/xml', 'text/csv', 'text/plain')
);
ALTER TABLE document ADD CONSTRAINT document_size_is_bounded CHECK (size_bytes BETWEEN 1 AND 5242880);
ALTER TABLE document ADD CONSTRAINT document_digest_is_whole CHECK (length(digest) = 32);
ALTER TABLE document ADD CONSTRAINT document_status_is_known CHECK (status IN ('queued', 'reading', 'read', 'failed'));
ALTER TABLE document ADD CONSTRAINT document_failure_has_a_reason CHECK (
  (status = 'failed') = (failure IS NOT NULL)
  AND (failure IS NULL OR failure IN ('damaged', 'protected', 'too_slow', 'too_large', 'no_text'))
);
ALTER TABLE document ADD CONSTRAINT document_reading_has_an_end CHECK ((status IN ('read', 'failed')) = (read_at IS NOT NULL));

SELECT secure_tenant_table('document', narrowed_by => 'team_id');
SELECT secure_tenant_child_table('document_content', 'document_id', 'document');
