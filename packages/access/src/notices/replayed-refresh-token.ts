import { quotedName } from '@countersign/contracts/quoted-name';
import type { Queries } from '@countersign/db/connections/named-statements';
import { queueMail } from '@countersign/db/mail/queue-mail';
import { connectionsOfNotice } from './connection-of-notice.ts';
import { clientInWords, momentInWords } from './notice-words.ts';

/** Where the replay came from, as far as that is known. */
export interface ReplayOrigin {
  readonly at: Date;
  readonly address: string | null;
  readonly userAgent: string | null;
}

/** Tells a person that a used refresh token of theirs came back, so that two had it, in the transaction that ends the connection. */
export async function noticeOfReplay(
  queries: Queries,
  connectionId: string,
  { at, address, userAgent }: ReplayOrigin,
  consoleUrl: string,
): Promise<void> {
  const [connection] = await connectionsOfNotice(queries, [connectionId]);
  if (!connection) return;
  await queueMail(queries, {
    kind: 'refresh_token_replay',
    organizationId: connection.organizationId,
    recipient: connection.email,
    subject: `Critical: access of ${quotedName(connection.clientName)} was used twice and is stopped`,
    body: `A refresh token of your connection to ${quotedName(connection.organizationName)} came back after it had been used up. Somebody else may have had a copy, so the connection was ended at once. Neither of the two can go on.

Client: ${clientInWords(connection)}
When: ${momentInWords(at)}
From: ${address ?? 'an unknown address'}
Program: ${userAgent === null ? 'unknown' : quotedName(userAgent)}

What to do:
1. See what the connection did, and whether all of it was you: ${consoleUrl}/settings/connections
2. If the address or program is not yours, look for malware where the client runs, and change your password.
3. Connect the client again if you want to go on. Nothing that it made was undone.
`,
  });
}
