import { useTestDatabase } from '@countersign/testing/use-test-database';
import { describe, expect, it } from 'vitest';

const database = useTestDatabase('demo');

async function list(statement: string): Promise<string[]> {
  const { rows } = await database.owner.query<{ item: string }>(statement);
  return rows.map(({ item }) => item);
}

describe('what runs with its owner’s rights', () => {
  it('is exactly twenty-one functions, each with its search path fixed', async () => {
    const functions = await list(`
      select format('%s %s', proname, array_to_string(proconfig, ' ')) as item from pg_proc
      where prosecdef and pronamespace = 'public'::regnamespace order by 1`);
    expect(functions).toEqual([
      expect.stringMatching(/^decline_proposal search_path=public, pg_temp/),
      expect.stringMatching(/^deed_facts search_path=public, pg_temp/),
      expect.stringMatching(/^find_records search_path=public, pg_temp/),
      expect.stringMatching(/^gate search_path=public, pg_temp/),
      expect.stringMatching(/^keep_outcome search_path=public, pg_temp/),
      expect.stringMatching(/^key_gate search_path=public, pg_temp/),
      expect.stringMatching(/^key_gate_of_link search_path=public, pg_temp/),
      expect.stringMatching(/^key_gate_of_proposal search_path=public, pg_temp/),
      expect.stringMatching(/^move_records_of_project search_path=public, pg_temp/),
      expect.stringMatching(/^note_deed search_path=public, pg_temp/),
      expect.stringMatching(/^note_expired search_path=public, pg_temp/),
      expect.stringMatching(/^note_proposal_told search_path=public, pg_temp/),
      expect.stringMatching(/^note_search_change search_path=public, pg_temp/),
      expect.stringMatching(/^note_search_rows search_path=public, pg_temp/),
      expect.stringMatching(/^note_what_became_of_a_letter search_path=public, pg_temp/),
      expect.stringMatching(/^propose search_path=public, pg_temp/),
      expect.stringMatching(/^remove_expired search_path=public, pg_temp/),
      expect.stringMatching(/^sign_proposal search_path=public, pg_temp/),
      expect.stringMatching(/^touch_api_keys search_path=public, pg_temp/),
      expect.stringMatching(/^touch_connections search_path=public, pg_temp/),
      expect.stringMatching(/^withdraw_proposal search_path=public, pg_temp/),
    ]);
  });

  it('is no view, and nothing a newer table would be given to by default', async () => {
    expect(
      await list(
        "select relname as item from pg_class where relkind in ('v', 'm') and relnamespace = 'public'::regnamespace",
      ),
    ).toEqual([]);
    expect(await list('select defaclacl::text as item from pg_default_acl')).toEqual([]);
  });

  it('is nothing that everybody may use', async () => {
    const toEverybody = await list(`
      select relname as item from pg_class, aclexplode(relacl) as entry
      where relnamespace = 'public'::regnamespace and entry.grantee = 0`);
    expect(toEverybody).toEqual([]);
  });
});

describe.each([
  ['gate', 'gate(gen_random_uuid(), false)'],
  ['key_gate', "key_gate(sha256('nothing'), '192.0.2.1', false)"],
])('%s()', (_name, call) => {
  it('asked about what is not there leaves no organization behind', async () => {
    const client = await database.tools.connect();
    try {
      await client.query('begin');
      await client.query("select set_config('app.organization_id', (select id::text from organization limit 1), true)");
      const { rows } = await client.query<{ refusal: string }>(`select refusal from ${call}`);
      expect(rows).toEqual([{ refusal: 'unknown' }]);
      const left = await client.query<{ organization: string | null }>('select current_organization() as organization');
      expect(left.rows).toEqual([{ organization: null }]);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});
