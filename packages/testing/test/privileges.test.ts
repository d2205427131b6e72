import { fixedId } from '@countersign/runtime/ids';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { describe, expect, it } from 'vitest';

const database = useTestDatabase('demo');

async function list(statement: string): Promise<string[]> {
  const { rows } = await database.owner.query<{ item: string }>(statement);
  return rows.map(({ item }) => item);
}

describe('every table', () => {
  it('that a serving role may touch is under row-level security', async () => {
    const open = await list(`
      select relname as item from pg_class
      where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and not relrowsecurity
        and (has_any_column_privilege('countersign_tools', oid, 'select, insert, update, references')
          or has_table_privilege('countersign_tools', oid, 'delete, truncate, trigger')
          or has_any_column_privilege('countersign_control', oid, 'select, insert, update, references')
          or has_table_privilege('countersign_control', oid, 'delete, truncate, trigger'))`);
    expect(open).toEqual([]);
  });

  it('that the tools role may write, but for what it may only add to, has row-level security forced', async () => {
    const unforced = await list(`
      select relname as item from pg_class
      where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and not relforcerowsecurity
        and (has_any_column_privilege('countersign_tools', oid, 'insert, update') or has_table_privilege('countersign_tools', oid, 'delete'))`);
    expect(unforced.toSorted()).toEqual(['audit_event', 'outgoing_mail']);
  });

  it('belongs to nobody who serves', async () => {
    const owned = await list(`
      select relname as item from pg_class
      where relnamespace in ('public'::regnamespace, 'job_queue'::regnamespace)
        and (pg_has_role('countersign_jobs', relowner, 'usage') or pg_has_role('countersign_tools', relowner, 'usage')
          or pg_has_role('countersign_control', relowner, 'usage'))`);
    expect(owned).toEqual([]);
  });
});

describe('the tools role', () => {
  it('reads of the control plane exactly these columns', async () => {
    const columns = await list(`
      select format('%s.%s', relname, attname) as item
      from pg_class join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
      where relkind = 'r' and relnamespace = 'public'::regnamespace and not relforcerowsecurity
        and has_column_privilege('countersign_tools', pg_class.oid, attnum, 'select')
      order by 1`);
    expect(columns.filter((column) => !/^(membership|team|team_membership)\./.test(column))).toEqual([
      'organization.id',
      'organization.name',
      'organization.slug',
      'signing_key.alg',
      'signing_key.kid',
      'signing_key.public_jwk',
      'signing_key.state',
      'user.email',
      'user.id',
      'user.name',
    ]);
  });

  it('executes only what is meant for it: asking the gates, noting a use, counting letters, searching, what a deed was, proposals, what policies ask, and three that only compute', async () => {
    const functions = await list(`
      select proname as item from pg_proc
      where pronamespace = 'public'::regnamespace and has_function_privilege('countersign_tools', oid, 'execute')
        and prorettype <> 'trigger'::regtype
        and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')
      order by 1`);
    expect(functions).toEqual([
      'count_letters',
      'current_organization',
      'current_team',
      'decline_proposal',
      'deed_facts',
      'find_records',
      'gate',
      'has_ended',
      'keep_outcome',
      'key_gate',
      'key_gate_of_link',
      'key_gate_of_proposal',
      'note_proposal_told',
      'propose',
      'record_labels',
      'search_query',
      'search_text',
      'search_vector',
      'sees_every_team',
      'sign_proposal',
      'touch_api_keys',
      'touch_connections',
      'withdraw_proposal',
    ]);
  });

  it('closes invitations and changes nothing else of them: what they offer, and that they are accepted, is not its to say', async () => {
    const columns = await list(`
      select attname as item from pg_attribute
      where attrelid = 'invitation'::regclass and attnum > 0 and has_column_privilege('countersign_tools', attrelid, attnum, 'update')
      order by 1`);
    expect(columns).toEqual(['closed_at', 'outcome']);
    const rights = await list(
      "select right_ as item from unnest(array['delete', 'truncate', 'trigger']) as right_ where has_table_privilege('countersign_tools', 'invitation', right_)",
    );
    expect(rights).toEqual([]);
  });

  it('leaves the mail of an invitation, which gets its link on the way, for the invited address only', async () => {
    const client = await database.tools.connect();
    const leave = (recipient: string, invitation: string) =>
      client.query(
        `insert into outgoing_mail (id, organization_id, kind, recipient, subject, body, invitation_id)
         values (gen_random_uuid(), current_organization(), 'invitation', $1, 'x', 'x', $2)`,
        [recipient, invitation],
      );
    try {
      await client.query('begin');
      await client.query("select set_config('app.organization_id', $1, true)", [fixedId('organization', 'acme')]);
      const { rows } = await client.query<{ id: string }>(
        `insert into invitation (organization_id, id, email, role, team_ids, created_at, sent_at, expires_at)
         values (current_organization(), gen_random_uuid(), 'newcomer@example.test', 'member', '{}', now(), now(), now()) returning id`,
      );
      const id = rows[0]?.id ?? '';
      await leave('newcomer@example.test', id);
      await expect(leave('mallory@example.test', id)).rejects.toMatchObject({ code: '42501' });
    } finally {
      await client.query('rollback');
      client.release();
    }
  });

  it('may not make anything in the schema that functions and policies look in', async () => {
    for (const role of ['countersign_tools', 'countersign_control', 'countersign_jobs']) {
      const { rows } = await database.owner.query<{ may: boolean }>(
        "select has_schema_privilege($1, 'public', 'create') or has_schema_privilege($1, 'job_queue', 'create') as may",
        [role],
      );
      expect(rows).toEqual([{ may: false }]);
    }
  });

  it('adds jobs and reads queues, under row-level security, and can do nothing else to the job queue', async () => {
    const rights = await list(`
      select format('%s %s', lower(privilege_type), table_name) as item from information_schema.role_table_grants
      where grantee = 'countersign_tools' and table_schema = 'job_queue' order by 1`);
    expect(rights).toEqual(['insert job_common', 'select job_common', 'select queue']);
    const secured = await list(`
      select relname as item from pg_class where relnamespace = 'job_queue'::regnamespace and relrowsecurity order by 1`);
    expect(secured).toEqual(['job', 'job_common']);
  });
});

describe('the jobs role', () => {
  it('is a member of the tools role, and may beyond it only deliver mail, serve the job queue, ask for what expired to go, and obey the switches', async () => {
    expect(
      await list(`
        select member_of.rolname as item from pg_auth_members
        join pg_roles as member_of on member_of.oid = roleid
        where member = 'countersign_jobs'::regrole`),
    ).toEqual(['countersign_tools']);
    const rights = await list(`
      select format('%s %s', lower(privilege_type), table_name) as item from information_schema.role_table_grants
      where grantee = 'countersign_jobs' and table_schema <> 'job_queue' order by 1`);
    expect(rights).toEqual(['select outgoing_mail', 'update outgoing_mail']);
    const functions = await list(`
      select format('%s(%s)', proname, pg_get_function_identity_arguments(oid)) as item from pg_proc, aclexplode(proacl) as entry
      where pronamespace = 'public'::regnamespace and entry.grantee = 'countersign_jobs'::regrole order by 1`);
    expect(functions).toEqual(['note_expired()', 'remove_expired()', 'turnstile(p_organization_id uuid)']);
    const columns = await list(`
      select column_name as item from information_schema.column_privileges
      where grantee = 'countersign_jobs' and table_name = 'organization' order by 1`);
    expect(columns).toEqual(['mcp_access', 'mcp_billing_write', 'mcp_write']);
  });

  it('sees which organizations there are, and no record of any before it enters one', async () => {
    const { rows } = await database.jobs.query(
      'select (select count(*) from organization) as organizations, (select count(*) from project) as projects',
    );
    expect(rows).toEqual([{ organizations: 3, projects: 0 }]);
  });
});

describe('what no tool reaches', () => {
  it.each([
    'organization',
    'membership',
    'team_membership',
    'team',
    'connection',
    'api_key',
    'write_access_request',
    'company_profile',
    'bookkeeper',
    'audit_seal',
    '"user"',
    'login_session',
    'console_session',
    'passkey',
    'external_identity',
    'password_reset',
    'client',
    'oidc_payload',
    'signing_key',
  ])('is making, changing or removing a row of %s, whatever an API key was given', async (table) => {
    const { rows } = await database.owner.query<{ may: boolean }>(
      `select has_any_column_privilege('countersign_tools', $1, 'insert, update, references')
           or has_table_privilege('countersign_tools', $1, 'delete, truncate, trigger') as may`,
      [table],
    );
    expect(rows).toEqual([{ may: false }]);
  });

  it.each([
    'journal_entry',
    'journal_line',
    'payment',
    'credit_note',
    'credit_note_line',
    'refund',
    'invoice_delivery',
    'bookkeeper_message',
  ])('is changing or removing a row of %s: what was posted, paid or said stays', async (table) => {
    const { rows } = await database.owner.query<{ may: boolean }>(
      "select has_table_privilege('countersign_tools', $1, 'update, delete, truncate') as may",
      [table],
    );
    expect(rows).toEqual([{ may: false }]);
  });

  it('is payroll: there is nothing that would keep it', async () => {
    expect(
      await list(`select relname as item from pg_class where relnamespace = 'public'::regnamespace
        and relname ~ '(payroll|salary|wage|payslip)'`),
    ).toEqual([]);
  });
});
