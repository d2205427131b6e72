import type { AppError } from '@countersign/contracts/errors';
import { OAUTH_SCOPES } from '@countersign/contracts/scopes';
import type { ProtectedResource } from './protected-resource.ts';

/**
 * The challenge of a 401 (RFC 6750 §3, RFC 9728 §5.1). It asks for every scope, because clients hardly ever come back for more:
 * consent leaves writing off until the person turns it on, whatever was asked. Without credentials there is no error code.
 */
export function signInChallenge(resource: ProtectedResource, { message }: AppError, hadCredentials: boolean): string {
  return challenge(resource, resource.scopes, hadCredentials ? ['invalid_token', described(message)] : undefined);
}

/** Why, as clients show it: in the characters that RFC 6750 §3 lets a description have. */
function described(message: string): string {
  return message.replaceAll(/[^\x20-\x21\x23-\x5B\x5D-\x7E]/g, "'");
}

/**
 * Whether consenting can cure an error. Consent widens a connection and never an API key, whose scopes are others: a client that is
 * challenged for its key would begin to sign somebody in.
 */
export function isCuredByConsent({ code, details }: AppError): boolean {
  const given: readonly string[] = OAUTH_SCOPES;
  return code === 'insufficient_scope' && (details.scopes ?? []).every((scope) => given.includes(scope));
}

/** The challenge of a 403: every scope the operation needs, since clients lose those of an earlier challenge. */
export function scopeChallenge(resource: ProtectedResource, error: AppError): string {
  return challenge(resource, error.details.scopes ?? [], [
    'insufficient_scope',
    'This connection was not given what this tool needs. Connect again and allow it.',
  ]);
}

function challenge(resource: ProtectedResource, scopes: readonly string[], error?: readonly [string, string]): string {
  const parameters: Record<string, string> = {
    ...(error && { error: error[0], error_description: error[1] }),
    resource_metadata: resource.metadataUrl,
    scope: scopes.join(' '),
  };
  return `Bearer ${Object.entries(parameters)
    .map(([name, value]) => `${name}="${value}"`)
    .join(', ')}`;
}
