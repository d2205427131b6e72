import { quotedName } from '@countersign/contracts/quoted-name';
import type { OAuthScope } from '@countersign/contracts/scopes';

const MOMENT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

/** A time as a mail says it, wherever it is read. */
export function momentInWords(at: Date): string {
  return `${MOMENT.format(at)} UTC`;
}

/** Somebody by the name they gave themselves, and by the address that tells them apart. */
export function personInWords({ name, email }: { readonly name: string; readonly email: string }): string {
  return `${quotedName(name)} (${email})`;
}

export interface NamedClient {
  readonly clientName: string;
  readonly clientHost: string | null;
  readonly redirectHost: string;
}

/** A client by the name it gives itself, and by what vouches for it. */
export function clientInWords({ clientName, clientHost, redirectHost }: NamedClient): string {
  const name = quotedName(clientName);
  return clientHost
    ? `${name}, verified by ${clientHost}`
    : `${name}, which registered itself and returns to ${redirectHost}`;
}

export function scopesInWords(approved: readonly string[]): string {
  const may = (scope: OAuthScope) => approved.includes(scope);
  if (may('mcp:write:billing')) return 'read, write and change billing';
  return may('mcp:write') ? 'read and write' : 'read';
}
