import { mailSealContext } from '@countersign/db/mail/queue-mail';
import { deriveKey, unseal } from '@countersign/runtime/secret-key';
import { TEST_SECRET_KEY } from '@countersign/testing/test-database';
import type { AuthSite } from '../pages/auth-site.ts';

interface Mail {
  readonly kind: string;
  readonly recipient: string;
  readonly text: string;
}

/** What waits to be sent, the oldest first, opened as whoever delivers it opens it. */
export async function mailsOf({ database }: AuthSite): Promise<Mail[]> {
  const { rows } = await database.owner.query<{
    id: string;
    kind: string;
    recipient: string;
    body: string | null;
    body_sealed: Buffer | null;
  }>('select id, kind, recipient, body, body_sealed from outgoing_mail order by id');
  const key = deriveKey(TEST_SECRET_KEY, 'sealing');
  return rows.map(({ id, kind, recipient, body, body_sealed }) => ({
    kind,
    recipient,
    text: body_sealed ? unseal(key, mailSealContext(id), body_sealed) : (body ?? ''),
  }));
}
