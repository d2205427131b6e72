import { afterAll, beforeAll } from 'vitest';
import { createTestDatabase, type TestDatabase } from './test-database.ts';
import { createToolCaller, type ToolCaller } from './tool-caller.ts';

/** Gives the calling test file a demo database of its own for as long as it runs, and calls tools on it. */
export function useDemoCaller(): ToolCaller & { readonly database: () => TestDatabase } {
  let database: TestDatabase;
  let caller: ToolCaller;
  beforeAll(async () => {
    database = await createTestDatabase('demo');
    caller = createToolCaller(database);
  });
  afterAll(() => database.drop());
  return {
    database: () => database,
    callAs: (...call) => caller.callAs(...call),
    rehearseAs: (...call) => caller.rehearseAs(...call),
  };
}
