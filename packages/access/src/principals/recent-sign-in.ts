/** How somebody proved who they are: by what they typed, held or had sent to them. */
export type ProofMethod = 'password' | 'passkey' | 'external' | 'mail' | 'authenticator' | 'recovery_code';

/** When, and how, whoever is signed in at a browser last proved who they are. */
export interface Proof {
  /** ISO 8601. */
  readonly provedAt: string;
  /** Empty where an old version did not note it. */
  readonly provedBy: readonly ProofMethod[];
}

/** What outlives a session is made only by whoever proved this short a time ago who they are: not at a browser left open. */
export const RECENT_SIGN_IN_MINUTES = 15;

/** Whether the proof is new enough for what outlives the session. Does not check what the person may do. */
export function isRecentSignIn({ provedAt }: Pick<Proof, 'provedAt'>, now: Date): boolean {
  return now.getTime() - Date.parse(provedAt) < RECENT_SIGN_IN_MINUTES * 60_000;
}
