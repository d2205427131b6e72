import { schemaDrift } from '@countersign/testing/schema-drift';
import { expect, inject, it } from 'vitest';

it('has migrations that lead to exactly the tables the Prisma schema declares', async () => {
  expect(await schemaDrift(inject('testClusterUrl'))).toEqual([]);
});
