import { registerPublic } from '@countersign/testing/oauth-client';
import { createTestDatabase, type TestDatabase } from '@countersign/testing/test-database';
import { afterAll, beforeAll } from 'vitest';
import { startAuth, type TestAuth } from './harness.ts';

/** Gives the calling test file an authorization server for as long as it runs, over a demo database of its own, and a public client there. */
export function useAuth() {
  let database: TestDatabase;
  let app: TestAuth;
  let clientId: string;
  beforeAll(async () => {
    database = await createTestDatabase('demo');
    app = await startAuth(database);
    clientId = await registerPublic(app);
  });
  afterAll(async () => {
    await app?.close();
    await database?.drop();
  });
  return { database: () => database, app: () => app, clientId: () => clientId };
}
