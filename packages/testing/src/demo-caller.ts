import type { TestDatabase } from './test-database.ts';
import { createToolCaller, type ToolCaller } from './tool-caller.ts';
import { useTestDatabase } from './use-test-database.ts';

/** Gives the calling test file a demo database of its own for as long as it runs, and calls tools on it. */
export function useDemoCaller(): ToolCaller & { readonly database: TestDatabase } {
  const database = useTestDatabase('demo');
  return { database, ...createToolCaller(database) };
}
