import type { AuditAction, AuditEvent, Severity } from './audit-event.ts';
import type { ConnectionView, ScopeView } from './console-api.ts';

/** What the console's API and its pages say of one connection, to its owner. Times are ISO 8601. */

/** The longest name, in characters, that an owner may give. */
export const CONNECTION_NAME_LENGTH_MAX = 64;

/** `GET /api/connections/:id`: what can be edited, and what stands in the way at this moment. */
export interface ConnectionSettingsView {
  readonly connection: ConnectionView;
  /** What the client calls itself. */
  readonly clientName: string;
  /** The owner's name for it; null while it goes by the client's own. */
  readonly givenName: string | null;
  readonly teamId: string | null;
  /** The teams the owner may narrow it to. */
  readonly teams: readonly { readonly id: string; readonly name: string }[];
  /** Every scope there is, with what would refuse it at consent. */
  readonly allowable: readonly ScopeView[];
}

/** The body of `PATCH /api/connections/:id`, answered with a ConnectionView: what is absent stays as it is. */
export interface ConnectionChange {
  /** `false` takes billing write away as well. */
  readonly write?: boolean | undefined;
  readonly billingWrite?: boolean | undefined;
  /** Null for all teams. */
  readonly teamId?: string | null | undefined;
  /** Empty for the client's own name. */
  readonly name?: string | undefined;
}

/** `oauth`: how the connection was given, renewed, changed and ended; the others are tool calls. */
export const ACTIVITY_KINDS = ['oauth', 'reads', 'writes'] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

/** The query of the activity and of its export. */
export interface ActivityFilter {
  readonly kind?: ActivityKind | undefined;
  /** The least severity shown. */
  readonly severity?: Severity | undefined;
}

/** One row of `GET /api/connections/:id/activity`. */
export interface ActivityEvent {
  readonly id: string;
  readonly at: string;
  readonly kind: ActivityKind;
  readonly action: AuditAction;
  readonly severity: Severity;
  readonly outcome: AuditEvent['outcome'];
  /** The tool of a call, else null. */
  readonly tool: string | null;
  /** From where; null as well for what another person did, because that is theirs. */
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
  readonly durationMs: number | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Newest first. */
export interface ActivityPage {
  readonly items: readonly ActivityEvent[];
  readonly nextCursor: string | null;
}

export const ACTIVITY_EXPORT_FORMATS = ['csv', 'jsonl'] as const;
export type ActivityExportFormat = (typeof ACTIVITY_EXPORT_FORMATS)[number];

/** `GET /api/connections/:id/activity/calls-per-day?timeZone=`: every one of the last 14 days, oldest first. */
export interface CallsPerDayView {
  /** `day` is `YYYY-MM-DD` in the time zone asked for. */
  readonly days: readonly { readonly day: string; readonly reads: number; readonly writes: number }[];
}
