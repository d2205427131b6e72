import { setTimeout as sleep } from 'node:timers/promises';
import { invitationLink } from '@countersign/access/organizations/invitation-link';
import type { Pool } from '@countersign/db/connections/pool';
import { mailSealContext } from '@countersign/db/mail/queue-mail';
import type { Logger } from '@countersign/runtime/log';
import { unseal } from '@countersign/runtime/secret-key';
import { type Attached, FileGone } from './attached.ts';
import { type ClaimedMail, claimMail, noteFailure, noteSent } from './outgoing-mail.ts';
import type { Transport } from './transport.ts';

export interface MailDeps {
  /** As the jobs role. */
  readonly pool: Pool;
  readonly log: Logger;
  readonly transport: Transport;
  /** Opens the texts that hold a secret. */
  readonly sealingKey: Buffer;
  /** Makes the links of invitations, which are stored nowhere. */
  readonly invitationKey: Buffer;
  /** Where people sign in. */
  readonly authUrl: string;
  readonly attached: Attached;
}

const LOOK_EVERY_MS = 500;
const AT_ONCE = 4;

/**
 * Delivers mail as it becomes due, until stopped: at least once each. A process that dies between sending and noting it leaves
 * mail that is sent again, under the same message id. Several processes share the work.
 */
export function deliverMail(deps: MailDeps): { readonly stop: () => Promise<void> } {
  const { pool, log, transport, attached } = deps;
  const stopped = new AbortController();

  const deliver = async (mail: ClaimedMail) => {
    const failed = async (code: string, forGood: boolean) => {
      const { givenUp } = await noteFailure(pool, mail.id, code, forGood);
      log.warn({ mailId: mail.id, code, attempt: mail.attempts, givenUp }, 'mail was not delivered');
    };
    const text = textOf(mail, deps);
    if (text === undefined) return failed('SEALED', true);
    try {
      const attachments = await attached(mail.organizationId, mail.attachments);
      await transport.send({ ...mail, text, attachments, writtenAt: mail.createdAt });
    } catch (error) {
      const { code, forGood } = judge(error);
      return failed(code, forGood);
    }
    await noteSent(pool, mail.id);
  };
  const drain = async () => {
    for (let mail = await claimMail(pool); mail; mail = await claimMail(pool)) {
      await deliver(mail);
      if (stopped.signal.aborted) return;
    }
  };
  const run = async () => {
    while (!stopped.signal.aborted) {
      try {
        await Promise.all(Array.from({ length: AT_ONCE }, drain));
      } catch (error) {
        log.warn({ err: error }, 'mail cannot be looked for');
      }
      await sleep(LOOK_EVERY_MS, undefined, { signal: stopped.signal }).catch(() => {});
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopped.abort();
      await running;
      transport.close();
    },
  };
}

/** Undefined for a text that was sealed with another key. */
function textOf(
  mail: ClaimedMail,
  deps: Pick<MailDeps, 'sealingKey' | 'invitationKey' | 'authUrl'>,
): string | undefined {
  const { id, organizationId, invitationId, body, bodySealed } = mail;
  const text = bodySealed === null ? (body ?? '') : opened(deps.sealingKey, id, bodySealed);
  if (text === undefined || invitationId === null || organizationId === null) return text;
  return `${text}\n\n${invitationLink(deps.authUrl, deps.invitationKey, { organizationId, id: invitationId })}\n`;
}

function opened(sealingKey: Buffer, id: string, sealed: Buffer): string | undefined {
  try {
    return unseal(sealingKey, mailSealContext(id), sealed);
  } catch {
    return undefined;
  }
}

/**
 * What is kept of a failure: codes, never the other system's text. Final is only what the mail server says of this address or this
 * letter (RFC 5321 §4.2.1, 5yz); a refused password or sender and an unreachable server can be mended.
 */
function judge(error: unknown): { code: string; forGood: boolean } {
  if (error instanceof FileGone) return { code: 'FILE_GONE', forGood: true };
  const { code, responseCode, command } = (error instanceof Error ? error : {}) as Record<string, unknown>;
  const name = typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : 'FAILED';
  const status = typeof responseCode === 'number' ? responseCode : undefined;
  return {
    code: status === undefined ? name : `${name} ${status}`,
    forGood: (name === 'EENVELOPE' || name === 'EMESSAGE') && command !== 'MAIL FROM' && (status ?? 500) >= 500,
  };
}
