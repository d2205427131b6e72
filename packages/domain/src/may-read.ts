import type { RequestContext } from '@countersign/contracts/request-context';
import { type Area, missingSignature } from '@countersign/contracts/scopes';

/**
 * Whether this caller could read the module through its own tools. A tool that tells of several modules asks it for each, so that an
 * API key for one does not read another's figures through that door.
 */
export function mayRead({ authority }: Pick<RequestContext, 'authority'>, module: string, area: Area): boolean {
  return missingSignature(authority, { tier: 'read', module, area, keyOnly: false }) === undefined;
}
