import { afterAll, beforeAll } from 'vitest';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

/** Gives the calling test file a database for as long as it runs; there is nothing in it before its tests and their hooks do. */
export function useTestDatabase(template?: 'empty' | 'demo'): TestDatabase {
  const database = {} as TestDatabase;
  let drop: TestDatabase['drop'] | undefined;
  beforeAll(async () => {
    ({ drop } = Object.assign(database, await createTestDatabase(template)));
  });
  afterAll(() => drop?.());
  return database;
}
