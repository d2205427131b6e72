import { registerPublic } from '@countersign/testing/oauth-client';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { afterAll, beforeAll } from 'vitest';
import { startAuth, type TestAuth } from './harness.ts';

/** Gives the calling test file an authorization server for as long as it runs, over a demo database of its own, and a public client there. */
export function useAuth() {
  const database = useTestDatabase('demo');
  let app: TestAuth;
  let clientId: string;
  beforeAll(async () => {
    app = await startAuth(database);
    clientId = await registerPublic(app);
  });
  afterAll(() => app?.close());
  return { database, app: () => app, clientId: () => clientId };
}
