import { createHash } from 'node:crypto';
import type { SignInView } from '@countersign/contracts/console-connect';
import type { Queries } from '@countersign/db/named-statements';

/** The session that asks: it is marked, and it is not what “all others” ends. */
export interface Asking {
  readonly userId: string;
  readonly idHash: Buffer;
}

export interface SignIn {
  readonly idHash: Buffer;
  readonly view: SignInView;
}

/** A name for a session that says nothing of its cookie, nor of what the database keeps of it. */
function publicId(kind: SignInView['kind'], idHash: Buffer): string {
  return createHash('sha256').update(`${kind}\n`).update(idHash).digest('base64url');
}

/** Every session under which this person can still do something, the latest seen first. */
export async function mySignIns(queries: Queries, asking: Asking, now: Date): Promise<SignIn[]> {
  const inConsole = await liveSessions(queries, 'consoleSession', asking.userId, now);
  const atAuthorizationServer = await liveSessions(queries, 'loginSession', asking.userId, now);
  const own = inConsole.find(({ idHash }) => idHash.equals(asking.idHash));

  const toSignIn = (kind: SignInView['kind'], { idHash, createdAt, ...row }: (typeof inConsole)[number]): SignIn => {
    const isThis = kind === 'console' && idHash === own?.idHash;
    const isSameBrowser = isThis || (row.userAgent !== null && row.userAgent === own?.userAgent);
    const view = { id: publicId(kind, idHash), kind, isThis, isSameBrowser, startedAt: createdAt, ...row };
    return { idHash, view };
  };
  return [
    ...inConsole.map((row) => toSignIn('console', row)),
    ...atAuthorizationServer.map((row) => toSignIn('authorization_server', row)),
  ].sort((one, other) => other.view.lastSeenAt.localeCompare(one.view.lastSeenAt));
}

async function liveSessions(queries: Queries, table: 'consoleSession' | 'loginSession', userId: string, now: Date) {
  return queries
    .selectFrom(table)
    .select(['idHash', 'createdAt', 'lastSeenAt', 'expiresAt', 'address', 'userAgent'])
    .where('userId', '=', userId)
    .where('expiresAt', '>', now.toISOString())
    .execute();
}
