import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { daysBefore } from './directory.ts';
import type { DemoOrganization } from './people.ts';

const BOOKKEEPER = 'Tilikulma Bookkeeping';

/** Days ago, who wrote, what. */
const THREAD: readonly (readonly [number, 'organization' | 'bookkeeper', string])[] = [
  [61, 'bookkeeper', 'Good morning! Your VAT return for the last period is filed. The receipt is with your documents.'],
  [
    60,
    'organization',
    'Thank you. We change our phone contract this month; the new invoices come from another company.',
  ],
  [
    34,
    'bookkeeper',
    'Two card payments have no receipt: one at a hardware shop, one for a train ticket. Do you have them?',
  ],
  [33, 'organization', 'Both are uploaded now.'],
  [32, 'bookkeeper', 'Got them, thank you. The month is closed.'],
  [
    6,
    'bookkeeper',
    'Some invoices have been open for more than a month. Shall we remind those customers, or will you?',
  ],
  [5, 'organization', 'We will. Please look at the ferry project’s expenses before the quarter ends.'],
];

/** The thread with the organization's bookkeeper. */
export async function seedMessaging(tx: Tx, organization: DemoOrganization, today: string): Promise<void> {
  const db = queries(tx);
  const organizationId = fixedId('organization', organization.slug);
  await db
    .insertInto('bookkeeper')
    .values({ organizationId, name: BOOKKEEPER, email: `${organization.slug}@bookkeeper.example` })
    .execute();
  await db
    .insertInto('bookkeeperMessage')
    .values(
      THREAD.map(([daysAgo, sender, body], place) => ({
        organizationId,
        id: fixedId('message', organization.slug, place),
        sender,
        senderName: sender === 'bookkeeper' ? BOOKKEEPER : 'Ada',
        body,
        createdAt: daysBefore(today, daysAgo),
      })),
    )
    .execute();
}
