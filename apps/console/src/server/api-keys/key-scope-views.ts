import { areasOf } from '@countersign/contracts/catalogue';
import type { WithheldBy } from '@countersign/contracts/console-api';
import type { KeyScopeView } from '@countersign/contracts/console-api-keys';
import { type ApiKeyKind, parseKeyScope } from '@countersign/contracts/key-scopes';
import { missingSignature, type Role, type Switches } from '@countersign/contracts/scopes';
import { catalogue } from '@countersign/domain/catalogue';

const AREAS = areasOf(catalogue);

/**
 * What a key was given, scope by scope, and which switch or role withholds it now. One over every module stands for the least that it
 * opens. `role` is that of a personal key's person, null without a membership.
 */
export function keyScopeViews(
  { kind, scopes }: { readonly kind: ApiKeyKind; readonly scopes: readonly string[] },
  switches: Switches,
  role: Role | null,
): KeyScopeView[] {
  const granted = { kind: `${kind}_key`, scopes } as const;
  const authority = { granted, switches, role: kind === 'personal' ? role : null, token: null };
  return scopes.map((scope) => {
    const parsed = parseKeyScope(scope);
    if (!parsed) return { scope, withheldBy: null };
    const requirement = { ...parsed, area: AREAS.get(parsed.module) ?? 'general', keyOnly: false };
    // The key has the scope and brings no token, so what is missing is a switch or the role.
    return { scope, withheldBy: (missingSignature(authority, requirement) as WithheldBy | undefined) ?? null };
  });
}
