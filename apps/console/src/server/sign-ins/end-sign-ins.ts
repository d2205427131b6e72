import { type NewAuditEvent, recordEvents } from '@countersign/access/audit';
import type { Queries } from '@countersign/db/named-statements';
import type { SignIn } from './my-sign-ins.ts';

/**
 * What ends together with one: the sessions of the other kind under the same user agent. While the authorization server
 * still knows a browser, it signs it in to the console again without asking, so a console session alone would come back.
 * The two are not linked in the database; by the user agent rather too much ends than too little, and what ends too much
 * costs a password. The session that asks never ends.
 */
export function endingWith(chosen: SignIn, all: readonly SignIn[]): SignIn[] {
  const { kind, userAgent } = chosen.view;
  const goesToo = ({ view }: SignIn) => view.kind !== kind && view.userAgent === userAgent && !view.isThis;
  return [chosen, ...all.filter(goesToo)];
}

/** Ends sessions at once: each request looks its session up. One event for each; one that has ended meanwhile leaves none. */
export async function endSignIns(
  queries: Queries,
  signIns: readonly SignIn[],
  userId: string,
  origin: Partial<NewAuditEvent>,
): Promise<void> {
  const events: NewAuditEvent[] = [];
  for (const { idHash, view } of signIns) {
    const { numDeletedRows } = await queries
      .deleteFrom(view.kind === 'console' ? 'consoleSession' : 'loginSession')
      .where('idHash', '=', idHash)
      .where('userId', '=', userId)
      .executeTakeFirstOrThrow();
    if (numDeletedRows === 0n) continue;
    const { kind, address, userAgent, startedAt } = view;
    events.push({ action: 'sign_in.ended', userId, details: { kind, address, userAgent, startedAt }, ...origin });
  }
  await recordEvents(queries, events);
}
