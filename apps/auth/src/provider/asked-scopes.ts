import type { IncomingMessage } from 'node:http';
import type { OAuthScope } from '@countersign/contracts/scopes';

const asked = new WeakMap<IncomingMessage, readonly OAuthScope[]>();

/** Keeps what a renewal asks for beside its request: the provider would judge the list by rules of its own, so it does not get to see it. */
export function keepAskedScopes(raw: IncomingMessage, scopes: readonly OAuthScope[] | undefined): void {
  if (scopes) asked.set(raw, scopes);
}

export function askedScopesOf(raw: IncomingMessage): readonly OAuthScope[] | undefined {
  return asked.get(raw);
}
