import { quotedName } from '@countersign/contracts/quoted-name';
import type { Queries } from '@countersign/db/connections/named-statements';
import { queueMail } from '@countersign/db/mail/queue-mail';
import { connectionsOfNotice } from './connection-of-notice.ts';
import { clientInWords, momentInWords, scopesInWords } from './notice-words.ts';

/** Tells a person that a client acts in their name from now on, in the transaction that makes the connection active. */
export async function noticeOfNewConnection(
  queries: Queries,
  connectionId: string,
  at: Date,
  consoleUrl: string,
): Promise<void> {
  const [connection] = await connectionsOfNotice(queries, [connectionId]);
  if (!connection) return;
  const { organizationId, organizationName, teamName, approved, email } = connection;
  await queueMail(queries, {
    kind: 'connection_new',
    organizationId,
    recipient: email,
    subject: `${quotedName(connection.clientName)} is connected to ${quotedName(organizationName)}`,
    body: `A client was connected to ${quotedName(organizationName)} with your account.

Client: ${clientInWords(connection)}
Team: ${teamName === null ? 'all teams' : quotedName(teamName)}
You allowed it to: ${scopesInWords(approved)}
When: ${momentInWords(at)}

If this was you, there is nothing to do. If it was not, revoke the connection and change your password:
${consoleUrl}/settings/connections
`,
  });
}
