import { expect, it } from 'vitest';
import { camelCase, snakeCase } from './column-names.ts';

it('a column has one name in each language, and each leads back to the other', () => {
  for (const [typescript, postgresql] of [
    ['id', 'id'],
    ['createdAt', 'created_at'],
    ['mcpBillingWrite', 'mcp_billing_write'],
    ['idHash', 'id_hash'],
  ] as const) {
    expect(snakeCase(typescript)).toBe(postgresql);
    expect(camelCase(postgresql)).toBe(typescript);
    expect(snakeCase(postgresql)).toBe(postgresql);
  }
});
