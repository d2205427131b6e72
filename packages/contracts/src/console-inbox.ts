import type { Named, PersonView } from './console-api.ts';
import type { Effect } from './define-tool.ts';
import type { Decision, Signer } from './oversight/change-rules.ts';
import type { DeedChange } from './oversight/deed.ts';
import type { DeedSummary } from './oversight/deed-in-words.ts';

/** What the console's API and its pages say of changes that wait for a signature, and of the rules that make them wait. Times are ISO 8601. */

export type ProposalState = 'pending' | 'executed' | 'declined' | 'withdrawn' | 'lapsed';

export interface ProposalView {
  readonly id: string;
  readonly state: ProposalState;
  readonly createdAt: string;
  readonly expiresAt: string;
  /** The client or key that asks, as it calls itself. */
  readonly through: string;
  /** The person behind it; null for a key of the organization. */
  readonly person: PersonView | null;
  readonly tool: string;
  readonly summary: DeedSummary;
  readonly signer: Signer;
  /** Whether this person may sign it, as far as role and rule say. */
  readonly maySign: boolean;
  readonly decidedAt: string | null;
  readonly decidedBy: PersonView | null;
  readonly declineReason: string | null;
}

/** `GET /api/orgs/:slug/inbox`, newest first. */
export interface InboxView {
  readonly organization: Named;
  /** Those that wait, this person's to sign first. */
  readonly waiting: readonly ProposalView[];
  /** The last ones that were decided. */
  readonly decided: readonly ProposalView[];
}

/** `GET /api/orgs/:slug/inbox/:id`. */
export interface ProposalDetailView extends ProposalView {
  readonly organization: Named;
  /** What it would do at this moment; of a decided one what was proposed. */
  readonly changes: readonly DeedChange[];
  /** By which it is signed; null where it cannot be, for the reason in `refusal`. */
  readonly seen: string | null;
  readonly refusal: string | null;
  /** Whether it would do something else now than when it was asked. */
  readonly isChanged: boolean;
}

/** `GET /api/inbox`: how many changes wait for this person, by the organization's slug. */
export type InboxCounts = Readonly<Record<string, number>>;

export interface ChangeRuleView {
  readonly module: string;
  readonly effect: Effect;
  readonly decision: Decision;
  /** In minor units of the organization's currency; null for always. */
  readonly askFromMinor: number | null;
  readonly signer: Signer;
}

/** `GET` and `PUT /api/orgs/:slug/change-rules`. */
export interface ChangeRulesView {
  readonly organization: Named;
  readonly currency: string;
  /** Everything a rule can be about, in the catalogue's order; tools by title. */
  readonly about: readonly {
    readonly module: string;
    readonly title: string;
    readonly effects: readonly { readonly effect: Effect; readonly tools: readonly string[] }[];
  }[];
  /** Those that are not `allow`. */
  readonly rules: readonly ChangeRuleView[];
}

/** The body of `PUT /api/orgs/:slug/change-rules`: all of them. */
export interface ChangeRulesChange {
  readonly rules: readonly ChangeRuleView[];
}
