import type { Effect } from '../define-tool.ts';

export const DECISIONS = ['allow', 'ask', 'off'] as const;
export type Decision = (typeof DECISIONS)[number];

/** Whose signature: of the person whose connection it is (admins may sign as well), or of somebody else who may do it themselves. */
export const SIGNERS = ['own', 'other'] as const;
export type Signer = (typeof SIGNERS)[number];

/** What an organization lets assistants and keys do of one module and effect. What has no rule is allowed. */
export interface ChangeRule {
  readonly module: string;
  readonly effect: Effect;
  readonly decision: Decision;
  /** With `ask`: from this amount on, a caller's amounts of the day together; null for always. */
  readonly askFromMinor: number | null;
  readonly currency: string | null;
  readonly signer: Signer;
}

/** What rules and the connection together say of one call. */
export interface Asking {
  readonly decision: Decision;
  readonly signer: Signer;
  /** What asks for the signature. */
  readonly askedBy: 'rule' | 'connection';
  /** Ask only from this amount on. */
  readonly from: { readonly minor: number; readonly currency: string } | null;
}

/** The stricter of both: a connection's owner may ask for more than the organization, never for less. */
export function askingFor(
  { rules, askFirst }: { readonly rules: readonly ChangeRule[]; readonly askFirst: boolean },
  { module, effect }: { readonly module: string; readonly effect: Effect },
): Asking {
  const rule = rules.find((one) => one.module === module && one.effect === effect);
  const signer = rule?.signer ?? 'own';
  if (rule?.decision === 'off') return { decision: 'off', signer, askedBy: 'rule', from: null };
  if (askFirst)
    return { decision: 'ask', signer, askedBy: rule?.decision === 'ask' ? 'rule' : 'connection', from: null };
  if (rule?.decision !== 'ask') return { decision: 'allow', signer, askedBy: 'rule', from: null };
  const { askFromMinor: minor, currency } = rule;
  return {
    decision: 'ask',
    signer,
    askedBy: 'rule',
    from: minor === null || currency === null ? null : { minor, currency },
  };
}
