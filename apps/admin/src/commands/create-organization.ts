import { randomBytes } from 'node:crypto';
import { freeSlug, slugOf } from '@countersign/access/organizations/slug';
import { hashPassword } from '@countersign/access/principals/password';
import { normalizeEmail } from '@countersign/contracts/normalize-email';
import { hidesSomething, isSeen } from '@countersign/contracts/visible-text';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import { newId } from '@countersign/runtime/ids';
import { z } from 'zod';
import { type Operator, Refusal, record } from '../operator.ts';

const NAME_LENGTH_MAX = 100;
/** As signing up takes it. */
const EmailAddress = z.email().max(254);

export interface NewOrganization {
  readonly name: string;
  readonly slug?: string;
  readonly ownerEmail: string;
  readonly ownerName?: string;
}

/** Makes an organization with its owner; a person who does not exist yet gets a password, which is shown once. */
export async function createOrganization(operator: Operator, given: NewOrganization): Promise<void> {
  if (!EmailAddress.safeParse(given.ownerEmail.trim()).success) {
    throw new Refusal(`${given.ownerEmail} is not an e-mail address.`);
  }
  const email = normalizeEmail(given.ownerEmail);
  const name = visible('--name', given.name);
  const ownerName = visible('--owner-name', given.ownerName ?? email.split('@')[0] ?? email);
  if (given.slug !== undefined && slugOf(given.slug) !== given.slug) {
    throw new Refusal(
      `--slug ${given.slug} must be small letters and digits with single hyphens, such as ${slugOf(given.slug)}.`,
    );
  }
  const isKnown = await withQueries(operator.pool, (db) =>
    db.selectFrom('user').select('id').where('email', '=', email).executeTakeFirst(),
  );
  const owner = isKnown ? `${email}, who is known already` : `${email}, who gets a password that is shown once`;
  await operator.agree(
    `This makes the organization ${name}, in which no client may write yet, and its owner ${owner}.`,
  );
  const password = randomBytes(15).toString('base64url');
  const passwordHash = await hashPassword(password);
  const made = await transaction(operator.pool, async (db) => {
    const slug = given.slug ?? (await freeSlug(db, slugOf(name)));
    const taken = await db.selectFrom('organization').select('id').where('slug', '=', slug).executeTakeFirst();
    if (taken) throw new Refusal(`The slug ${slug} is taken. Give another one with --slug.`);
    const known = await db.selectFrom('user').select('id').where('email', '=', email).executeTakeFirst();
    const [organizationId, userId] = [newId(), known?.id ?? newId()];
    if (!known) {
      await db.insertInto('user').values({ id: userId, email, name: ownerName, passwordHash }).execute();
      await record(db, { action: 'user.registered', organizationId, userId });
    }
    await db.insertInto('organization').values({ id: organizationId, slug, name }).execute();
    await db.insertInto('membership').values({ organizationId, userId, role: 'owner' }).execute();
    await record(db, { action: 'operator.acted', organizationId, userId, details: { command: 'organization create' } });
    return { organizationId, slug, userId, isNew: !known };
  });
  operator.tell(
    { organizationId: made.organizationId, slug: made.slug, userId: made.userId, ...(made.isNew && { password }) },
    made.isNew
      ? `Made ${made.slug}. ${email} signs in with this password, which is shown once: ${password}`
      : `Made ${made.slug}. ${email} signs in as before.`,
  );
}

function visible(option: string, text: string): string {
  const name = text.trim();
  if (isSeen(name) && name.length <= NAME_LENGTH_MAX && !hidesSomething(name)) return name;
  throw new Refusal(`${option} must be 1 to ${NAME_LENGTH_MAX} visible characters.`);
}
