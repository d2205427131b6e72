-- What search looks at: the words of every record that can be found, in one table with one index. It holds up writes to the tables below
-- while it is filled.
--
-- The index could not be used under row-level security, whose conditions the planner asks before `@@`. So no serving role touches the table:
-- it is filled by triggers and read through find_records() alone, which run with their owner's rights and take the organization and the
-- team from the settings that row-level security goes by.

CREATE EXTENSION IF NOT EXISTS btree_gin;

CREATE TABLE "search_entry" (
    "organization_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "record_id" UUID NOT NULL,
    "team_id" UUID,
    "every_team" BOOLEAN NOT NULL DEFAULT false,
    "words" tsvector NOT NULL,

    CONSTRAINT "search_entry_pkey" PRIMARY KEY ("organization_id","kind","record_id")
);

ALTER TABLE "search_entry" ADD CONSTRAINT "search_entry_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Not of the Prisma schema ------------------------------------------------------------------------------------------------

-- Neither forced nor with a policy: its owner passes, and nobody else, whatever is granted by mistake.
ALTER TABLE search_entry ENABLE ROW LEVEL SECURITY;

-- A word in the title counts for more.
CREATE FUNCTION search_words(title text, more text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN setweight(search_vector(title), 'A') || search_vector(more);

-- As in 0028, but a word of one letter or two, which begins every second word of a large organization, must be a whole one.
CREATE OR REPLACE FUNCTION search_query(text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (
    SELECT to_tsquery('simple'::regconfig, string_agg(quote_literal(word) || CASE WHEN length(word) > 2 THEN ':*' ELSE '' END, ' & '))
    FROM (SELECT DISTINCT word FROM regexp_split_to_table(search_text($1), '\s+') AS word WHERE word <> '' LIMIT 20) AS words
  );

-- What each kind is found by ----------------------------------------------------------------------------------------------
-- `words_of_<kind>(organization, ids)`: the team whose connections see it, or that every team does, and its words. A name taken from
-- another record is read under a share lock: a change of that name waits for this, or this for it, so that neither writes what the
-- other has overtaken.

CREATE FUNCTION words_of_project(organization uuid, ids uuid[])
  RETURNS TABLE (record_id uuid, team_id uuid, every_team boolean, words tsvector) LANGUAGE sql SET search_path = public, pg_temp AS $$
  SELECT p.id, p.team_id, false, search_words(p.name, concat_ws(' ', p.description,
    (SELECT c.name FROM customer c WHERE c.organization_id = p.organization_id AND c.id = p.customer_id FOR SHARE)))
  FROM project p WHERE p.organization_id = organization AND p.id = ANY (ids)
$$;

CREATE FUNCTION words_of_task(organization uuid, ids uuid[])
  RETURNS TABLE (record_id uuid, team_id uuid, every_team boolean, words tsvector) LANGUAGE sql SET search_path = public, pg_temp AS $$
  SELECT t.id, p.team_id, false, search_words(t.title, concat_ws(' ', t.description, p.name))
  FROM task t JOIN project p ON p.organization_id = t.organization_id AND p.id = t.project_id
  WHERE t.organization_id = organization AND t.id = ANY (ids) FOR SHARE OF p
$$;

CREATE FUNCTION words_of_customer(organization uuid, ids uuid[])
  RETURNS TABLE (record_id uuid, team_id uuid, every_team boolean, words tsvector) LANGUAGE sql SET search_path = public, pg_temp AS $$
  SELECT c.id, null::uuid, true, search_words(c.name, concat_ws(' ', c.business_id, c.vat_id, c.email, c.street, c.city))
  FROM customer c WHERE c.organization_id = organization AND c.id = ANY (ids)
$$;

CREATE FUNCTION words_of_invoice(organization uuid, ids uuid[])
  RETURNS TABLE (record_id uuid, team_id uuid, every_team boolean, words tsvector) LANGUAGE sql SET search_path = public, pg_temp AS $$
  SELECT i.id, i.team_id, false, search_words(concat_ws(' ', 'invoice', i.number, c.name), concat_ws(' ', i.reference, i.payment_reference, i.note,
    (SELECT string_agg(l.description, ' ' ORDER BY l.position) FROM invoice_line l WHERE l.organization_id = i.organization_id AND l.invoice_id = i.id)))
  FROM invoice i JOIN customer c ON c.organization_id = i.organization_id AND c.id = i.customer_id
  WHERE i.organization_id = organization AND i.id = ANY (ids) FOR SHARE OF c
$$;

CREATE FUNCTION words_of_document(organization uuid, ids uuid[])
  RETURNS TABLE (record_id uuid, team_id uuid, every_team boolean, words tsvector) LANGUAGE sql SET search_path = public, pg_temp AS $$
  SELECT d.id, d.team_id, false, search_words(d.name, d.context_note) || coalesce(c.words, '')
  FROM document d JOIN document_content c ON c.organization_id = d.organization_id AND c.document_id = d.id
  WHERE d.organization_id = organization AND d.id = ANY (ids) FOR SHARE OF d
$$;

-- Kept with the records ---------------------------------------------------------------------------------------------------

CREATE FUNCTION refresh_search_entries(kind text, organization uuid, ids uuid[]) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  EXECUTE format(
    'INSERT INTO search_entry AS entry (organization_id, kind, record_id, team_id, every_team, words)
       SELECT $1, $2, record_id, team_id, every_team, words FROM words_of_%s($1, $3) ORDER BY record_id
     ON CONFLICT (organization_id, kind, record_id) DO UPDATE
       SET team_id = excluded.team_id, every_team = excluded.every_team, words = excluded.words
       WHERE (entry.team_id, entry.every_team, entry.words) IS DISTINCT FROM (excluded.team_id, excluded.every_team, excluded.words)', kind)
    USING organization, kind, ids;
END $$;

-- Rows were added or removed, that are records of the kind or parts of one: TG_ARGV is the kind and the column with the record's id. The
-- connection may be narrowed to a team; the words are those of the record whoever changes it. The team is set within the functions because an
-- owner who is no superuser may not write a SET clause for it.
CREATE FUNCTION note_search_rows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  narrowed_to text := coalesce(current_setting('app.team_id', true), '');
  touched record;
BEGIN
  PERFORM set_config('app.team_id', '', true);
  FOR touched IN EXECUTE format('SELECT organization_id, array_agg(DISTINCT %I) AS ids FROM touched_rows GROUP BY organization_id', TG_ARGV[1]) LOOP
    IF TG_OP = 'DELETE' AND TG_ARGV[1] = 'id' THEN
      DELETE FROM search_entry WHERE organization_id = touched.organization_id AND kind = TG_ARGV[0] AND record_id = ANY (touched.ids);
    ELSE
      PERFORM refresh_search_entries(TG_ARGV[0], touched.organization_id, touched.ids);
    END IF;
  END LOOP;
  PERFORM set_config('app.team_id', narrowed_to, true);
  RETURN NULL;
END $$;

-- What a row says changed. With two arguments more, the table of the records whose words take from it and their column that refers to it.
CREATE FUNCTION note_search_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  narrowed_to text := coalesce(current_setting('app.team_id', true), '');
  ids uuid[];
BEGIN
  PERFORM set_config('app.team_id', '', true);
  EXECUTE format('SELECT ARRAY[($1).%I]', TG_ARGV[1]) INTO ids USING NEW;
  IF TG_NARGS > 2 THEN
    EXECUTE format('SELECT array_agg(id) FROM %I WHERE organization_id = $1 AND %I = ANY ($2)', TG_ARGV[2], TG_ARGV[3]) INTO ids
      USING NEW.organization_id, ids;
  END IF;
  PERFORM refresh_search_entries(TG_ARGV[0], NEW.organization_id, ids);
  PERFORM set_config('app.team_id', narrowed_to, true);
  RETURN NULL;
END $$;

-- Keeps the entries of a kind with the rows of a table: its records, or parts of them. `names` are the columns that its words come from.
CREATE FUNCTION keep_search_entries(kind text, source regclass, key name, names name[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER search_rows_added AFTER INSERT ON %s REFERENCING NEW TABLE AS touched_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_search_rows(%L, %L)', source, kind, key);
  EXECUTE format('CREATE TRIGGER search_rows_removed AFTER DELETE ON %s REFERENCING OLD TABLE AS touched_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_search_rows(%L, %L)', source, kind, key);
  PERFORM follow_for_search(kind, source, names, format('%L, %L', kind, key));
END $$;

-- Keeps the entries of a kind with another record, of which they hold a name. `parent_key` is the column that refers to it.
CREATE FUNCTION keep_search_entries_with(kind text, parent regclass, names name[], records regclass, parent_key name) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM follow_for_search(kind, parent, names, format('%L, %L, %L, %L', kind, 'id', records, parent_key));
END $$;

CREATE FUNCTION follow_for_search(kind text, source regclass, names name[], arguments text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  columns text := (SELECT string_agg(quote_ident(name), ', ') FROM unnest(names) AS name);
  of_row text := (SELECT string_agg('%1$s.' || quote_ident(name), ', ') FROM unnest(names) AS name);
BEGIN
  EXECUTE format('CREATE TRIGGER %I AFTER UPDATE OF %s ON %s FOR EACH ROW WHEN ((%s) IS DISTINCT FROM (%s)) EXECUTE FUNCTION note_search_change(%s)',
    'search_change_of_' || kind, columns, source, format(of_row, 'OLD'), format(of_row, 'NEW'), arguments);
END $$;

SELECT keep_search_entries('customer', 'customer', 'id', '{name,business_id,vat_id,email,street,city}');
SELECT keep_search_entries('project', 'project', 'id', '{name,description,customer_id,team_id}');
SELECT keep_search_entries_with('project', 'customer', '{name}', 'project', 'customer_id');
SELECT keep_search_entries('task', 'task', 'id', '{title,description,project_id}');
SELECT keep_search_entries_with('task', 'project', '{name,team_id}', 'task', 'project_id');
SELECT keep_search_entries('invoice', 'invoice', 'id', '{number,customer_id,team_id,reference,payment_reference,note}');
SELECT keep_search_entries('invoice', 'invoice_line', 'invoice_id', '{description,position}');
SELECT keep_search_entries_with('invoice', 'customer', '{name}', 'invoice', 'customer_id');
SELECT keep_search_entries('document', 'document', 'id', '{name,context_note,team_id}');
SELECT keep_search_entries('document', 'document_content', 'document_id', '{text}');

-- Found -------------------------------------------------------------------------------------------------------------------

-- The records of these kinds in which each word of the question begins a word, of the organization and the team of this transaction, the best
-- first. Of a kind that has more than a thousand, the best of a thousand: to weigh each of 100,000 would take seconds, and tell nobody more.
CREATE FUNCTION find_records(kinds text[], question text, most integer) RETURNS TABLE (kind text, record_id uuid, rank real)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT found.kind, found.record_id, ts_rank(found.words, search_query(question)) AS rank
  FROM unnest(kinds) AS wanted CROSS JOIN LATERAL (
    SELECT e.kind, e.record_id, e.words FROM search_entry e
    WHERE e.organization_id = current_organization() AND (e.every_team OR current_team() IS NULL OR e.team_id = current_team())
      AND e.kind = wanted AND e.words @@ search_query(question)
    LIMIT 1000
  ) AS found
  ORDER BY rank DESC, found.record_id LIMIT most
$$;

REVOKE ALL ON FUNCTION search_words(text, text), words_of_project(uuid, uuid[]), words_of_task(uuid, uuid[]), words_of_customer(uuid, uuid[]), words_of_invoice(uuid, uuid[]),
  words_of_document(uuid, uuid[]), refresh_search_entries(text, uuid, uuid[]), note_search_rows(), note_search_change(),
  keep_search_entries(text, regclass, name, name[]), keep_search_entries_with(text, regclass, name[], regclass, name),
  follow_for_search(text, regclass, name[], text), find_records(text[], text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_records(text[], text, integer) TO countersign_tools;

-- What there is -----------------------------------------------------------------------------------------------------------
-- One organization after the other, as row-level security lets an owner who is no superuser see them.

DO $$
DECLARE organization uuid;
BEGIN
  FOR organization IN SELECT id FROM organization LOOP
    PERFORM set_config('app.organization_id', organization::text, true);
    PERFORM refresh_search_entries('customer', organization, ARRAY(SELECT id FROM customer WHERE organization_id = organization));
    PERFORM refresh_search_entries('project', organization, ARRAY(SELECT id FROM project WHERE organization_id = organization));
    PERFORM refresh_search_entries('task', organization, ARRAY(SELECT id FROM task WHERE organization_id = organization));
    PERFORM refresh_search_entries('invoice', organization, ARRAY(SELECT id FROM invoice WHERE organization_id = organization));
    PERFORM refresh_search_entries('document', organization, ARRAY(SELECT id FROM document WHERE organization_id = organization));
  END LOOP;
  PERFORM set_config('app.organization_id', '', true);
END $$;

-- What was written last waits in a list that a search reads through, and that some write has to clear: a short one.
CREATE INDEX search_entry_words ON search_entry USING gin (organization_id, kind, words) WITH (gin_pending_list_limit = 512);
