import {
  API_KEY_ADDRESSES_MAX,
  API_KEY_DAYS_MAX,
  API_KEY_NAME_LENGTH_MAX,
} from '@countersign/contracts/console-api-keys';
import { AppError } from '@countersign/contracts/errors';
import { parseKeyScope } from '@countersign/contracts/key-scopes';
import type { PublicCatalogue } from '@countersign/contracts/public-catalogue';
import { type Role, roleAllows } from '@countersign/contracts/scopes';
import { hidesSomething, isSeen } from '@countersign/contracts/visible-text';
import { z } from 'zod';

const SCOPES_MAX = 100;
/** A network is written with its mask; a single address may do without. */
const Address = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);

const NewKey = z.object({
  name: z
    .string()
    .trim()
    .max(API_KEY_NAME_LENGTH_MAX)
    // Names are shown in lists and mails, on one line.
    .refine((name) => isSeen(name) && !hidesSomething(name)),
  scopes: z.array(z.string().max(100)).min(1).max(SCOPES_MAX),
  expiresInDays: z.int().min(1).max(API_KEY_DAYS_MAX).nullable(),
  allowedAddresses: z.array(Address).max(API_KEY_ADDRESSES_MAX),
});
const NewPersonalKey = NewKey.extend({ organization: z.string().max(63) });

export type NewKey = z.infer<typeof NewKey>;

const MISTAKES: Readonly<Record<string, string>> = {
  name: `A key needs a name of at most ${API_KEY_NAME_LENGTH_MAX} characters that can be seen, on one line.`,
  scopes: 'A key needs at least one scope. Choose what it may do.',
  expiresInDays: `A key lasts between 1 and ${API_KEY_DAYS_MAX} days, or has no end.`,
  allowedAddresses: `An address is written as 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32. A key takes ${API_KEY_ADDRESSES_MAX} at most.`,
  organization: 'A personal key belongs to one organization. Choose it.',
};

/** Reads the body of a new organization key; throws `invalid_input` that says what to mend. */
export function readNewKey(body: unknown): NewKey {
  return read(NewKey, body);
}

export function readNewPersonalKey(body: unknown): z.infer<typeof NewPersonalKey> {
  return read(NewPersonalKey, body);
}

function read<Schema extends z.ZodObject>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.strict().safeParse(body);
  if (parsed.success) return parsed.data as z.output<Schema>;
  const field = String(parsed.error.issues[0]?.path[0] ?? '');
  throw new AppError(
    'invalid_input',
    MISTAKES[field] ?? 'The request could not be read. Reload the page and try again.',
  );
}

/**
 * Refuses scopes of modules that do not exist, and, given the role of a personal key's person, what that role can never do: a
 * scope that waits for a promotion would be a surprise. The gate bounds the key by the role at every call in any case.
 */
export function assertScopes(scopes: readonly string[], { modules }: PublicCatalogue, role: Role | null): void {
  for (const text of scopes) {
    const scope = parseKeyScope(text);
    const area = scope?.module === '*' ? 'general' : modules.find(({ name }) => name === scope?.module)?.area;
    if (!scope || !area) {
      throw new AppError(
        'invalid_input',
        'One of the scopes is of no module there is. Reload the page and choose again.',
      );
    }
    if (role !== null && !roleAllows(role, { tier: scope.tier, area })) {
      throw new AppError(
        'role_forbids',
        `Your role in this organization does not allow ${text}, so your key cannot have it. Choose less, or ask an admin.`,
      );
    }
  }
}
