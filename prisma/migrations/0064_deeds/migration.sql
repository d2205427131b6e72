-- Deeds: what each write did, written down by the database in the write's own transaction, so that no handler can forget it.

CREATE TABLE "deed" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_kind" TEXT NOT NULL,
    "user_id" UUID,
    "connection_id" UUID,
    "api_key_id" UUID,
    "through_name" TEXT,
    "tool" TEXT,
    "module" TEXT,
    "effect" TEXT,
    "job" TEXT,
    "proposal_id" UUID,
    "signed_by" UUID,
    "undoes" UUID,
    "more_changes" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "deed_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "deed_change" (
    "organization_id" UUID NOT NULL,
    "deed_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "record_kind" TEXT NOT NULL,
    "record_id" UUID NOT NULL,
    "label" TEXT,
    "part_kind" TEXT,
    "part_id" UUID,
    "happened" TEXT NOT NULL,
    "fields" JSONB NOT NULL,
    "version_before" INTEGER,
    "version_after" INTEGER,
    "amount_minor" BIGINT,
    "currency" TEXT,
    "counterpart_id" UUID,
    "team_id" UUID,
    "every_team" BOOLEAN NOT NULL,

    CONSTRAINT "deed_change_pkey" PRIMARY KEY ("organization_id","deed_id","position")
);

CREATE TABLE "deed_kind" (
    "kind" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "label" TEXT,
    "refers" JSONB NOT NULL DEFAULT '{}',
    "counterpart" TEXT,
    "given" TEXT[],
    "aside" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "deed_kind_pkey" PRIMARY KEY ("kind")
);

CREATE INDEX "deed_organization_id_at_idx" ON "deed"("organization_id", "at");
CREATE INDEX "deed_organization_id_connection_id_at_idx" ON "deed"("organization_id", "connection_id", "at");
CREATE INDEX "deed_organization_id_api_key_id_at_idx" ON "deed"("organization_id", "api_key_id", "at");
CREATE INDEX "deed_change_organization_id_record_kind_record_id_idx" ON "deed_change"("organization_id", "record_kind", "record_id");

ALTER TABLE "deed" ADD CONSTRAINT "deed_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "deed_change" ADD CONSTRAINT "deed_change_organization_id_deed_id_fkey" FOREIGN KEY ("organization_id", "deed_id") REFERENCES "deed"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Not of the Prisma schema ------------------------------------------------------------------------------------------------

ALTER TABLE deed ADD CONSTRAINT deed_actor_is_known CHECK (actor_kind IN ('assistant', 'key', 'person', 'job', 'system'));
ALTER TABLE deed_change ADD CONSTRAINT deed_change_happened_is_known CHECK (happened IN ('created', 'changed', 'removed'));

-- Read by whoever sees the record, written by the triggers below alone: no serving role may add, change or remove one.
ALTER TABLE deed_change ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON deed_change FOR SELECT USING (
  organization_id = current_organization() AND (sees_every_team() OR every_team OR team_id = current_team()));
CREATE POLICY written_by_triggers ON deed_change FOR INSERT WITH CHECK (true);
ALTER TABLE deed ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON deed FOR SELECT USING (
  organization_id = current_organization() AND (sees_every_team() OR EXISTS (
    SELECT FROM deed_change c WHERE c.organization_id = deed.organization_id AND c.deed_id = deed.id)));
CREATE POLICY written_by_triggers ON deed FOR INSERT WITH CHECK (true);
CREATE POLICY counted_by_triggers ON deed FOR UPDATE USING (organization_id = current_organization());
ALTER TABLE deed_kind ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY known_to_all ON deed_kind USING (true) WITH CHECK (true);
GRANT SELECT ON deed, deed_change, deed_kind TO countersign_tools;

-- What a value is told as: a long text, which nobody reads in a list of changes, by its length and digest.
CREATE FUNCTION told_value(value jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE
    WHEN jsonb_typeof(value) = 'string' AND length(value #>> '{}') > 500 THEN jsonb_build_object(
      'length', length(value #>> '{}'), 'digest', encode(sha256(convert_to(value #>> '{}', 'UTF8')), 'hex'))
    ELSE value
  END;

-- How many changes of one deed are kept; the rest is counted.
CREATE FUNCTION changes_kept() RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN 200;

-- The id of a record; of one that is known by a word instead, such as a period, an id made of it.
CREATE FUNCTION record_key(kind text, organization uuid, key text) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN key ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' THEN key::uuid
    WHEN key IS NOT NULL THEN md5(kind || '/' || organization || '/' || key)::uuid END;

-- Writes down what happened to a row. The call says who it is in transaction-local settings, as the gate says which organization:
-- app.deed, the deed's id, and app.actor, the rest of its row as JSON. A serving role that says nothing is told as the system; the owner's
-- own hands (a migration, the seed) leave no deed unless they say whose it is.
--
-- Arguments: kind, column of the label or '', columns told, how the team is found ('every', 'caller', a column, or '' for the parent's), the
-- parent's kind or '' where the row is a record of its own, its table and the column that refers to it, columns of amount, currency, key and counterpart.
CREATE FUNCTION note_deed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  actor text := coalesce(current_setting('app.actor', true), '');
  this_deed text := coalesce(current_setting('app.deed', true), '');
  told_before integer := coalesce(nullif(current_setting('app.deed_changes', true), ''), '0')::integer;
  narrowed_to text := coalesce(current_setting('app.team_id', true), '');
  before jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
  after jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
  shown jsonb := coalesce(after, before);
  organization uuid := (shown ->> 'organization_id')::uuid;
  told jsonb;
  parent jsonb;
  of_kind text := TG_ARGV[0];
  own_id uuid := record_key(TG_ARGV[0], organization, shown ->> TG_ARGV[9]);
  of_id uuid := own_id;
  team uuid;
  is_part boolean := TG_ARGV[4] <> '';
BEGIN
  IF actor = '' AND session_user = current_user THEN RETURN NULL; END IF;

  SELECT jsonb_object_agg(name, jsonb_build_array(told_value(before -> name), told_value(after -> name))) INTO told
  FROM unnest(TG_ARGV[2]::text[]) AS name
  WHERE coalesce(before -> name, 'null') IS DISTINCT FROM coalesce(after -> name, 'null');
  IF told IS NULL AND TG_OP = 'UPDATE' THEN RETURN NULL; END IF;

  -- The first change of a deed in its organization makes it.
  IF this_deed = '' THEN
    this_deed := gen_random_uuid()::text;
    PERFORM set_config('app.deed', this_deed, true);
    told_before := 0;
  END IF;
  IF told_before = 0 THEN
    INSERT INTO deed (organization_id, id, actor_kind, user_id, connection_id, api_key_id, through_name, tool, module, effect, job,
      proposal_id, signed_by, undoes)
    SELECT organization, this_deed::uuid, coalesce(a.actor_kind, 'system'), a.user_id, a.connection_id, a.api_key_id, a.through_name, a.tool,
      a.module, a.effect, a.job, a.proposal_id, a.signed_by, a.undoes
    FROM organization o
    CROSS JOIN jsonb_to_record(coalesce(nullif(actor, '')::jsonb, '{}')) AS a (actor_kind text, user_id uuid, connection_id uuid, api_key_id uuid,
      through_name text, tool text, module text, effect text, job text, proposal_id uuid, signed_by uuid, undoes uuid)
    WHERE o.id = organization;
    -- What leaves together with its organization leaves nothing to tell.
    IF NOT FOUND THEN RETURN NULL; END IF;
  END IF;
  PERFORM set_config('app.deed_changes', (told_before + 1)::text, true);
  IF told_before >= changes_kept() THEN
    UPDATE deed SET more_changes = more_changes + 1 WHERE deed.organization_id = organization AND id = this_deed::uuid;
    RETURN NULL;
  END IF;

  IF is_part THEN
    of_kind := TG_ARGV[4];
    of_id := (shown ->> TG_ARGV[6])::uuid;
  END IF;
  IF TG_ARGV[6] <> '' THEN
    -- Found whoever changes it; a row whose parent left before it is told as the parent was.
    IF narrowed_to <> '' THEN PERFORM set_config('app.team_id', '', true); END IF;
    EXECUTE format('SELECT to_jsonb(p) FROM %I p WHERE organization_id = $1 AND id = $2', TG_ARGV[5]) INTO parent
      USING organization, (shown ->> TG_ARGV[6])::uuid;
    IF narrowed_to <> '' THEN PERFORM set_config('app.team_id', narrowed_to, true); END IF;
  END IF;
  team := CASE
    WHEN TG_ARGV[3] = 'every' THEN NULL
    WHEN TG_ARGV[3] = 'caller' THEN nullif(narrowed_to, '')::uuid
    WHEN TG_ARGV[3] <> '' THEN (shown ->> TG_ARGV[3])::uuid
    WHEN parent ? 'team_id' THEN (parent ->> 'team_id')::uuid
    ELSE (SELECT c.team_id FROM deed_change c WHERE c.organization_id = organization AND c.record_kind = of_kind AND c.record_id = of_id LIMIT 1)
  END;

  INSERT INTO deed_change (organization_id, deed_id, position, record_kind, record_id, label, part_kind, part_id, happened, fields,
    version_before, version_after, amount_minor, currency, counterpart_id, team_id, every_team)
  VALUES (organization, this_deed::uuid, told_before + 1, of_kind, of_id,
    left(CASE WHEN is_part THEN parent ->> (SELECT k.label FROM deed_kind k WHERE k.kind = of_kind) ELSE shown ->> nullif(TG_ARGV[1], '') END, 200),
    CASE WHEN is_part THEN TG_ARGV[0] END, CASE WHEN is_part THEN own_id END,
    CASE TG_OP WHEN 'INSERT' THEN 'created' WHEN 'UPDATE' THEN 'changed' ELSE 'removed' END, coalesce(told, '{}'),
    (before ->> 'version')::integer, (after ->> 'version')::integer,
    (shown ->> nullif(TG_ARGV[7], ''))::bigint, coalesce(shown ->> nullif(TG_ARGV[8], ''), parent ->> 'currency'), (shown ->> nullif(TG_ARGV[10], ''))::uuid, team, TG_ARGV[3] = 'every');
  RETURN NULL;
END $$;

-- Tells of a table's rows from now on. One line of a migration for each table that people change:
-- `tells` are the columns told; what is not named is never kept. `part_of` with `parent` and `parent_key` makes the rows parts of another
-- record; without `part_of` they are records of their own that see their team through it. `refers` says which columns hold ids of which
-- kinds, `given` which values are only known when it happens, `aside` that the rows follow from something else that is told, `key` the
-- column that tells the records apart, `counterpart` the column with whom or what it is for, which is told with every change.
CREATE FUNCTION keep_deeds(kind text, source regclass, tells name[], label name DEFAULT NULL, team text DEFAULT NULL, part_of text DEFAULT NULL,
  parent regclass DEFAULT NULL, parent_key name DEFAULT NULL, amount name DEFAULT NULL, currency name DEFAULT NULL,
  refers jsonb DEFAULT '{}', given name[] DEFAULT '{}', aside boolean DEFAULT false, key name DEFAULT 'id',
  counterpart name DEFAULT NULL) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE OR REPLACE TRIGGER deed AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION note_deed(%L, %L, %L, %L, %L, %L, %L, %L, %L, %L, %L)',
    source, kind, coalesce(label, ''), tells::text, CASE WHEN team IS NOT NULL THEN team WHEN parent IS NOT NULL THEN '' ELSE 'team_id' END,
    coalesce(part_of, ''), coalesce(parent::text, ''), coalesce(parent_key, ''), coalesce(amount, ''), coalesce(currency, ''), key, coalesce(counterpart, ''));
  INSERT INTO deed_kind (kind, target, label, refers, counterpart, given, aside)
  VALUES (kind, source::text, label, refers, counterpart, given, aside)
  ON CONFLICT ON CONSTRAINT deed_kind_pkey DO UPDATE SET target = excluded.target, label = excluded.label, refers = excluded.refers,
    counterpart = excluded.counterpart, given = excluded.given, aside = excluded.aside;
END $$;

-- The deed of this transaction as the audit log holds it: its id, and a digest over all its changes. Empty while nothing was changed.
CREATE FUNCTION deed_facts() RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  narrowed_to text := coalesce(current_setting('app.team_id', true), '');
  facts jsonb;
BEGIN
  IF coalesce(nullif(current_setting('app.deed_changes', true), ''), '0') = '0' THEN RETURN '{}'; END IF;
  IF narrowed_to <> '' THEN PERFORM set_config('app.team_id', '', true); END IF;
  SELECT jsonb_build_object('deed', current_setting('app.deed', true),
    'deedDigest', encode(sha256(convert_to(string_agg(c::text, E'\n' ORDER BY c.position), 'UTF8')), 'hex'))
  INTO facts FROM deed_change c
  WHERE c.organization_id = current_organization() AND c.deed_id = current_setting('app.deed', true)::uuid HAVING count(*) > 0;
  IF narrowed_to <> '' THEN PERFORM set_config('app.team_id', narrowed_to, true); END IF;
  RETURN coalesce(facts, '{}');
END $$;

-- The names of records now, as far as the caller sees them.
CREATE FUNCTION record_labels(p_kind text, ids uuid[]) RETURNS TABLE (id uuid, label text) LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
  known deed_kind;
BEGIN
  SELECT * INTO known FROM deed_kind k WHERE k.kind = p_kind;
  IF known.label IS NULL THEN RETURN; END IF;
  RETURN QUERY EXECUTE format('SELECT r.id, left(r.%I::text, 200) FROM %s r WHERE r.id = ANY ($1)', known.label, known.target) USING ids;
END $$;

REVOKE ALL ON FUNCTION note_deed(), record_key(text, uuid, text), told_value(jsonb), changes_kept(), deed_facts(), record_labels(text, uuid[]),
  keep_deeds(text, regclass, name[], name, text, text, regclass, name, name, name, jsonb, name[], boolean, name, name) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION deed_facts(), record_labels(text, uuid[]) TO countersign_tools;

-- What is told -----------------------------------------------------------------------------------------------------------

-- People change by no tool; they are only named.
INSERT INTO deed_kind (kind, target, label, given) VALUES ('member', '"user"', 'name', '{}'), ('team', 'team', 'name', '{}');

SELECT keep_deeds('project', 'project', '{name,description,status,team_id,customer_id,lead_id,starts_on,due_on,hourly_rate_minor,archived_at}',
  label => 'name', refers => '{"team_id": "team", "customer_id": "customer", "lead_id": "member"}', counterpart => 'customer_id');
SELECT keep_deeds('project_phase', 'project_phase', '{name,position,starts_on,due_on}', label => 'name',
  part_of => 'project', parent => 'project', parent_key => 'project_id');
SELECT keep_deeds('task', 'task', '{title,description,status,priority,project_id,phase_id,assignee_id,due_on,estimate_minutes,completed_at}',
  label => 'title', parent => 'project', parent_key => 'project_id',
  refers => '{"project_id": "project", "phase_id": "project_phase", "assignee_id": "member"}', counterpart => 'project_id');
SELECT keep_deeds('event', 'event', '{title,description,location,starts_on,ends_on,starts_at,ends_at,time_zone,recurrence,team_id,project_id}',
  label => 'title', refers => '{"team_id": "team", "project_id": "project"}');
SELECT keep_deeds('shift', 'shift', '{title,note,assignee_id,starts_at,ends_at,time_zone,team_id,project_id}',
  label => 'title', refers => '{"team_id": "team", "project_id": "project", "assignee_id": "member"}', counterpart => 'assignee_id');
SELECT keep_deeds('time_entry', 'time_entry', '{description,worked_on,started_at,minutes,billable,rate_minor,currency,member_id,customer_id,project_id,task_id,team_id}',
  refers => '{"team_id": "team", "project_id": "project", "task_id": "task", "customer_id": "customer", "member_id": "member"}', counterpart => 'project_id');
SELECT keep_deeds('customer', 'customer', '{name,business_id,vat_id,email,phone,street,postal_code,city,country,payment_term_days,archived_at}',
  label => 'name', team => 'every');
SELECT keep_deeds('contact', 'contact', '{name,customer_id,job_title,email,phone,team_id}', label => 'name',
  refers => '{"team_id": "team", "customer_id": "customer"}', counterpart => 'customer_id');
SELECT keep_deeds('customer_note', 'customer_note', '{body,author_id}', part_of => 'customer', team => 'every', parent => 'customer', parent_key => 'customer_id');

SELECT keep_deeds('quote', 'quote', '{title,status,customer_id,project_id,team_id,currency,valid_until,note,net_minor,vat_minor,total_minor}',
  label => 'title', amount => 'total_minor', currency => 'currency',
  refers => '{"team_id": "team", "project_id": "project", "customer_id": "customer"}', counterpart => 'customer_id');
SELECT keep_deeds('quote_line', 'quote_line', '{position,description,quantity_thousandths,minutes,unit,unit_price_minor,vat_basis_points,net_minor}',
  label => 'description', part_of => 'quote', parent => 'quote', parent_key => 'quote_id');
SELECT keep_deeds('invoice', 'invoice', '{number,customer_id,project_id,team_id,currency,reference,note,payment_term_days,issued_on,due_on,net_minor,vat_minor,total_minor,paid_minor,paid_on,credited_minor,refundable_minor,refunded_minor,payment_reference,exchange_rate_millionths,sent_at,reminder_level,reminded_on}',
  label => 'number', amount => 'total_minor', currency => 'currency', given => '{number,payment_reference}',
  refers => '{"team_id": "team", "project_id": "project", "customer_id": "customer"}', counterpart => 'customer_id');
SELECT keep_deeds('invoice_line', 'invoice_line', '{position,description,quantity_thousandths,minutes,unit,unit_price_minor,vat_basis_points,net_minor}',
  label => 'description', part_of => 'invoice', parent => 'invoice', parent_key => 'invoice_id');
SELECT keep_deeds('payment', 'payment', '{amount_minor,paid_on,method,note}', part_of => 'invoice', parent => 'invoice', parent_key => 'invoice_id', amount => 'amount_minor');
SELECT keep_deeds('credit_note', 'credit_note', '{number,invoice_id,issued_on,reason,net_minor,vat_minor,total_minor,refundable_minor}',
  label => 'number', parent => 'invoice', parent_key => 'invoice_id', amount => 'total_minor', given => '{number}', refers => '{"invoice_id": "invoice"}', counterpart => 'invoice_id');
SELECT keep_deeds('credit_note_line', 'credit_note_line', '{position,description,quantity_thousandths,minutes,unit,unit_price_minor,vat_basis_points,net_minor}',
  label => 'description', part_of => 'credit_note', parent => 'credit_note', parent_key => 'credit_note_id');
SELECT keep_deeds('refund', 'refund', '{amount_minor,paid_on,method,note}', part_of => 'credit_note', parent => 'credit_note', parent_key => 'credit_note_id', amount => 'amount_minor');
SELECT keep_deeds('invoice_delivery', 'invoice_delivery', '{reminder_level,recipient}', part_of => 'invoice', parent => 'invoice', parent_key => 'invoice_id');
SELECT keep_deeds('budget', 'budget', '{name,project_id,currency,amount_minor,starts_on,ends_on,note}', label => 'name',
  parent => 'project', parent_key => 'project_id', amount => 'amount_minor', currency => 'currency', refers => '{"project_id": "project"}', counterpart => 'project_id');
SELECT keep_deeds('expense', 'expense', '{supplier,description,category,incurred_on,due_on,currency,exchange_rate_millionths,net_minor,vat_minor,total_minor,booked_at,paid_on,receipt_document_id,note,team_id,project_id}',
  label => 'supplier', amount => 'total_minor', currency => 'currency',
  refers => '{"team_id": "team", "project_id": "project", "receipt_document_id": "document"}');
SELECT keep_deeds('expense_amount', 'expense_amount', '{vat_basis_points,net_minor,vat_minor}', part_of => 'expense', parent => 'expense', parent_key => 'expense_id');
SELECT keep_deeds('recurring_invoice', 'recurring_invoice', '{name,customer_id,project_id,team_id,currency,reference,note,payment_term_days,recurrence,starts_on,next_on,paused,net_minor,vat_minor,total_minor}',
  label => 'name', amount => 'total_minor', currency => 'currency', refers => '{"team_id": "team", "project_id": "project", "customer_id": "customer"}', counterpart => 'customer_id');
SELECT keep_deeds('recurring_invoice_line', 'recurring_invoice_line', '{position,description,quantity_thousandths,minutes,unit,unit_price_minor,vat_basis_points,net_minor}',
  label => 'description', part_of => 'recurring_invoice', parent => 'recurring_invoice', parent_key => 'recurring_invoice_id');

SELECT keep_deeds('document', 'document', '{name,content_type,size_bytes,context_note,status,failure,page_count,team_id}', label => 'name', refers => '{"team_id": "team"}');
SELECT keep_deeds('journal_entry', 'journal_entry', '{booked_on,description,source_kind,currency,total_minor,document_currency,exchange_rate_millionths}',
  label => 'description', amount => 'total_minor', currency => 'currency', aside => true);
SELECT keep_deeds('journal_line', 'journal_line', '{position,account,debit_minor,credit_minor,vat_basis_points}',
  part_of => 'journal_entry', parent => 'journal_entry', parent_key => 'entry_id', aside => true);
SELECT keep_deeds('statement_import', 'statement_import', '{document_name,status,failure,known_rows}', label => 'document_name');
SELECT keep_deeds('statement_row', 'statement_row', '{booked_on,amount_minor,currency,counterparty,reference,message,invoice_id,unmatched}',
  part_of => 'statement_import', parent => 'statement_import', parent_key => 'import_id', amount => 'amount_minor', currency => 'currency',
  refers => '{"invoice_id": "invoice"}');
SELECT keep_deeds('bookkeeper_message', 'bookkeeper_message', '{body,sender_name}', team => 'every');
SELECT keep_deeds('signal_issue', 'signal_issue', '{status,note,resolved_at}', label => 'title');
SELECT keep_deeds('vat_filing', 'vat_filing', '{period,review_requested_at,review_note,authorized_at,authorized_payable_minor}', label => 'period', key => 'period', team => 'every', amount => 'authorized_payable_minor');
SELECT keep_deeds('service_connection', 'service_connection', '{kind,note,requested_at}', label => 'kind', key => 'kind', team => 'every');
SELECT keep_deeds('signal', 'signal', '{kind,enabled}', label => 'kind', key => 'kind', team => 'every');
SELECT keep_deeds('company_profile', 'company_profile', '{legal_name,business_id,vat_id,vat_period,base_currency,time_zone,language,street,postal_code,city,country,phone,email,bic,hourly_rate_minor,vat_basis_points}',
  label => 'legal_name', key => 'organization_id', team => 'every');

-- Of invitations what tools do; the console's are told by the audit log.
CREATE TRIGGER deed AFTER INSERT OR UPDATE ON invitation FOR EACH ROW WHEN (NEW.organization_id = current_organization())
  EXECUTE FUNCTION note_deed('invitation', 'email', '{email,role,closed_at,outcome}', 'every', '', '', '', '', '', 'id', '');
INSERT INTO deed_kind (kind, target, label, given) VALUES ('invitation', 'invitation', 'email', '{}');

-- Letters that leave an organization's work. What the console sends about accounts and members is told by the audit log.
CREATE TRIGGER deed AFTER INSERT ON outgoing_mail FOR EACH ROW WHEN (NEW.organization_id = current_organization())
  EXECUTE FUNCTION note_deed('letter', 'recipient', '{kind,recipient,subject}', 'caller', '', '', '', '', '', 'id', '');
INSERT INTO deed_kind (kind, target, label, given, aside) VALUES ('letter', 'outgoing_mail', NULL, '{}', true);
