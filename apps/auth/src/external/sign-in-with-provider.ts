import { type NewAuditEvent, recordEvents } from '@countersign/access/audit/audit';
import { normalizeEmail } from '@countersign/contracts/normalize-email';
import type { Queries } from '@countersign/db/connections/named-statements';
import type { Pool } from '@countersign/db/connections/pool';
import { transaction } from '@countersign/db/connections/transaction';
import { queueMail } from '@countersign/db/mail/queue-mail';
import { newId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import { shownName } from '../people/shown-name.ts';
import type { RequestOrigin } from '../provider/request-origin.ts';
import type { ExternalClaims, ExternalProvider } from './external-provider.ts';

const Name = shownName('', 100);

export type ExternalSignInResult =
  | { readonly kind: 'signed_in'; readonly userId: string }
  /** The provider does not say that the address is the person's, or names none. */
  | { readonly kind: 'unverified' }
  | { readonly kind: 'foreign_domain' }
  /** There is an account with this address and a password, and nobody has ever shown that the address is theirs. */
  | { readonly kind: 'unproven_account' };

interface Vouched {
  readonly provider: Pick<ExternalProvider, 'name' | 'issuer' | 'allowedDomains'>;
  readonly claims: ExternalClaims;
  readonly now: Date;
  readonly authUrl: string;
}

/**
 * Finds or makes the person a provider vouches for, and records the outcome. Starts no session.
 *
 * The provider's subject is who it is. An e-mail address decides once: when it is verified and of an allowed domain, a subject that is
 * not known yet is linked to the account with that address, or a new one is made. An account whose address nobody has proved may be a
 * trap that somebody else set up with a password of theirs, so it is never linked.
 */
export async function signInWithProvider(
  pool: Pool,
  vouched: Vouched,
  origin: RequestOrigin,
): Promise<ExternalSignInResult> {
  const { provider, claims } = vouched;
  return transaction(pool, async (db) => {
    const result = await judge(db, vouched, origin);
    const userId = result.kind === 'signed_in' ? result.userId : null;
    const event: NewAuditEvent = {
      action: userId ? 'sign_in.succeeded' : 'sign_in.failed',
      outcome: userId ? 'ok' : 'refused',
      userId,
      actorKind: 'user',
      actorId: userId,
      ...origin,
      details: { with: provider.name, ...(userId ? {} : { reason: result.kind, subject: claims.subject }) },
    };
    await recordEvents(db, [event]);
    return result;
  });
}

async function judge(db: Queries, vouched: Vouched, origin: RequestOrigin): Promise<ExternalSignInResult> {
  const { provider, claims, now } = vouched;
  if (claims.email === null || !claims.isVerified) return { kind: 'unverified' };
  const email = normalizeEmail(claims.email);
  if (!provider.allowedDomains.includes(email.split('@').at(-1) ?? '')) return { kind: 'foreign_domain' };
  // Two callbacks at once link or make one account, not two.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`external ${email}`}, 0))`.execute(db);
  const known = await db
    .updateTable('externalIdentity')
    .set({ lastUsedAt: now.toISOString() })
    .where('issuer', '=', provider.issuer)
    .where('subject', '=', claims.subject)
    .returning('userId')
    .executeTakeFirst();
  if (known) return { kind: 'signed_in', userId: known.userId };
  const account = await db
    .selectFrom('user')
    .select(['id', 'passwordHash', 'emailProvedAt'])
    .where('email', '=', email)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (account && account.passwordHash !== null && account.emailProvedAt === null) return { kind: 'unproven_account' };
  const userId = account?.id ?? (await register(db, email, vouched, origin));
  await link(db, userId, email, vouched, origin);
  if (account) await tellOfLink(db, email, vouched);
  return { kind: 'signed_in', userId };
}

/** A person without a password and without an organization: an admin of one invites them. */
async function register(db: Queries, email: string, { claims, now }: Vouched, origin: RequestOrigin): Promise<string> {
  const id = newId();
  const name = Name.safeParse(claims.name).data ?? email;
  await db
    .insertInto('user')
    .values({ id, email, name, passwordHash: null, emailProvedAt: now.toISOString() })
    .execute();
  await recordEvents(db, [{ action: 'user.registered', userId: id, actorKind: 'user', actorId: id, ...origin }]);
  return id;
}

async function link(
  db: Queries,
  userId: string,
  email: string,
  { provider, claims, now }: Vouched,
  origin: RequestOrigin,
): Promise<void> {
  await db
    .insertInto('externalIdentity')
    .values({
      issuer: provider.issuer,
      subject: claims.subject,
      userId,
      email,
      createdAt: now.toISOString(),
      lastUsedAt: now.toISOString(),
    })
    .execute();
  await recordEvents(db, [
    {
      action: 'identity.linked',
      userId,
      actorKind: 'user',
      actorId: userId,
      ...origin,
      details: { issuer: provider.issuer, subject: claims.subject },
    },
  ]);
}

async function tellOfLink(db: Queries, recipient: string, { provider, authUrl }: Vouched): Promise<void> {
  await queueMail(db, {
    kind: 'identity_linked',
    organizationId: null,
    recipient,
    subject: 'You can sign in another way now',
    body: `Somebody signed in to your account at ${authUrl} with your e-mail address at ${new URL(provider.issuer).host} for the first time. From now on that works beside your password.

If it was you, there is nothing to do.

If it was not, somebody else uses your account there: tell whoever looks after it, and set a new password here: ${authUrl}/forgot-password
`,
  });
}
