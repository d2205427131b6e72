import { DEMO_PASSWORD } from '@countersign/testing/person';
import { CLIENT_KINDS } from '../mcp-client.ts';
import { confidentialClient, connectCallAndClose, replayAndRevoke } from './clients.ts';
import type { Handling } from './handling.ts';
import { apiKeys, fileLink } from './keys-and-files.ts';
import { consoleSession, linksByMail, NEW_PASSWORD, PASSWORD, signUpAndSignOut, WRONG_PASSWORD } from './people.ts';

/** The whole life of connections and sign-ins, with what goes wrong in it. */
export async function handleSecrets(handling: Handling): Promise<void> {
  for (const password of [PASSWORD, WRONG_PASSWORD, DEMO_PASSWORD, NEW_PASSWORD]) {
    handling.collected.add('password', password);
  }
  await signUpAndSignOut(handling);
  for (const kind of CLIENT_KINDS) await connectCallAndClose(handling, kind);
  await replayAndRevoke(handling);
  await confidentialClient(handling);
  await consoleSession(handling);
  await apiKeys(handling);
  await linksByMail(handling);
  await fileLink(handling);
}
