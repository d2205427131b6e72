import type { Pool } from '@countersign/db/connections/pool';
import { withQueries } from '@countersign/db/connections/transaction';
import type { MailAttachment } from '@countersign/db/mail/queue-mail';
import { sql } from 'kysely';

/** A mail this process may try to deliver until its lease ends. */
export interface ClaimedMail {
  readonly id: string;
  readonly organizationId: string | null;
  /** Whose link belongs below the text. */
  readonly invitationId: string | null;
  readonly recipient: string;
  readonly replyTo: string | null;
  readonly subject: string;
  readonly body: string | null;
  readonly bodySealed: Buffer | null;
  readonly attachments: readonly MailAttachment[];
  readonly createdAt: string;
  readonly attempts: number;
}

/** Mail that nobody took for this long is no longer news. */
const GIVEN_UP_AFTER_HOURS = 48;

/**
 * Takes the mail that has been due longest, if any. The claim is a lease: when the next attempt is due, another process may take it.
 * So the wait before a second attempt, which doubles from two minutes to four hours, must be longer than an attempt can take.
 */
export async function claimMail(pool: Pool): Promise<ClaimedMail | undefined> {
  return withQueries(pool, async (queries) => {
    const { rows } = await sql<ClaimedMail>`
      update outgoing_mail
      set attempts = attempts + 1, next_attempt_at = now() + least(interval '2 minutes' * power(2, least(attempts, 10)), interval '4 hours')
      where id = (
        select id from outgoing_mail
        where sent_at is null and failed_at is null and next_attempt_at <= now()
        order by next_attempt_at limit 1
        for update skip locked
      )
      returning id, organization_id, invitation_id, recipient, reply_to, subject, body, body_sealed, attachments, created_at, attempts`.execute(
      queries,
    );
    return rows[0];
  });
}

/** Notes that it was delivered, and erases its text. */
export async function noteSent(pool: Pool, id: string): Promise<void> {
  await withQueries(pool, (queries) =>
    sql`update outgoing_mail
        set sent_at = now(), last_error = null, body = null, body_sealed = null, attachments = '[]'
        where id = ${id} and sent_at is null`.execute(queries),
  );
}

/** Notes a failure by its code. A mail that can never be delivered, or was tried for two days, is given up and its text erased. */
export async function noteFailure(
  pool: Pool,
  id: string,
  code: string,
  forGood: boolean,
): Promise<{ givenUp: boolean }> {
  return withQueries(pool, async (queries) => {
    const { rows } = await sql<{ givenUp: boolean }>`
      with judged as (
        select id, ${forGood} or created_at < now() - interval '1 hour' * ${GIVEN_UP_AFTER_HOURS} as given_up
        from outgoing_mail where id = ${id} and sent_at is null
      )
      update outgoing_mail
      set last_error = ${code},
          failed_at = case when given_up then now() end,
          body = case when given_up then null else body end,
          body_sealed = case when given_up then null else body_sealed end,
          attachments = case when given_up then '[]' else attachments end
      from judged where outgoing_mail.id = judged.id
      returning judged.given_up`.execute(queries);
    return { givenUp: rows[0]?.givenUp ?? false };
  });
}

/** How delivery stands: counts only. */
export interface MailHealth {
  readonly waiting: number;
  /** Waiting, and refused or not reached at least once. */
  readonly retrying: number;
  /** Given up in the last seven days. */
  readonly failed: number;
}

export async function readMailHealth(pool: Pool): Promise<MailHealth> {
  return withQueries(pool, async (queries) => {
    const { rows } = await sql<MailHealth>`
      select count(*) filter (where failed_at is null) as waiting,
             count(*) filter (where failed_at is null and last_error is not null) as retrying,
             count(*) filter (where failed_at > now() - interval '7 days') as failed
      from outgoing_mail where sent_at is null`.execute(queries);
    return rows[0] ?? { waiting: 0, retrying: 0, failed: 0 };
  });
}
