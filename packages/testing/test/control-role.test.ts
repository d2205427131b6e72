import { useTestDatabase } from '@countersign/testing/use-test-database';
import { describe, expect, it } from 'vitest';

const database = useTestDatabase('demo');

async function list(statement: string): Promise<string[]> {
  const { rows } = await database.owner.query<{ item: string }>(statement);
  return rows.map(({ item }) => item);
}

describe('API keys', () => {
  it('are nothing that the tools role could read, make, change or remove', async () => {
    const { rows } = await database.owner.query<{ may: boolean }>(
      `select has_any_column_privilege('countersign_tools', 'api_key', 'select, insert, update, references')
         or has_table_privilege('countersign_tools', 'api_key', 'delete, truncate, trigger') as may`,
    );
    expect(rows).toEqual([{ may: false }]);
  });

  it('are made and ended by the control role, which cannot change what one may do, bring one back as another, or remove one', async () => {
    const changeable = await list(`
      select attname as item from pg_attribute
      where attrelid = 'api_key'::regclass and attnum > 0 and has_column_privilege('countersign_control', attrelid, attnum, 'update')
      order by 1`);
    expect(changeable).toEqual(['revoked_at', 'revoked_by', 'revoked_reason']);
    const { rows } = await database.owner.query(
      "select has_table_privilege('countersign_control', 'api_key', 'delete') as may",
    );
    expect(rows).toEqual([{ may: false }]);
  });
});

describe('of what the modules keep, the control role', () => {
  it('changes who the organization is in business and who keeps its books, and of the ledger sees only whose it is', async () => {
    const rights = await list(`
      select format('%s %s', lower(privilege_type), table_name) as item from information_schema.role_table_grants
      where grantee = 'countersign_control' and table_name in ('company_profile', 'bookkeeper', 'bookkeeper_message', 'journal_entry', 'journal_line')
      order by 1`);
    expect(rights).toEqual([
      'delete bookkeeper',
      'insert bookkeeper',
      'insert company_profile',
      'select bookkeeper',
      'select company_profile',
      'update bookkeeper',
      'update company_profile',
    ]);
    const columns = await list(`
      select column_name as item from information_schema.column_privileges
      where grantee = 'countersign_control' and table_name = 'journal_entry'`);
    expect(columns).toEqual(['organization_id']);
  });
});
