import { quotedName } from '@countersign/contracts/quoted-name';
import type { Queries } from '@countersign/db/connections/named-statements';
import { queueMail } from '@countersign/db/mail/queue-mail';
import { connectionsOfNotice } from './connection-of-notice.ts';
import { clientInWords, momentInWords, personInWords } from './notice-words.ts';

export interface Revoker {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** Tells the owner of each connection that an admin ended it, in the transaction that does. An admin's own are no news to them. */
export async function noticeOfRevocation(
  queries: Queries,
  connectionIds: readonly string[],
  by: Revoker,
  at: Date,
  consoleUrl: string,
): Promise<void> {
  if (connectionIds.length === 0) return;
  const connections = await connectionsOfNotice(queries, connectionIds);
  for (const connection of connections.filter(({ userId }) => userId !== by.id)) {
    const organization = quotedName(connection.organizationName);
    await queueMail(queries, {
      kind: 'connection_revoked',
      organizationId: connection.organizationId,
      recipient: connection.email,
      subject: `An admin of ${organization} revoked your connection of ${quotedName(connection.clientName)}`,
      body: `${personInWords(by)} ended one of your connections to ${organization}. Its very next request is refused.

Client: ${clientInWords(connection)}
When: ${momentInWords(at)}

If you do not know why, ask them. You can see it among your connections, and connect again if that is all right:
${consoleUrl}/settings/connections
`,
    });
  }
}
