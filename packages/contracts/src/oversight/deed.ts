/** How a change came about: a client for a person, an API key, a person in the console, a job, or a process that did not say. */
export const ACTOR_KINDS = ['assistant', 'key', 'person', 'job', 'system'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

export interface DeedRecord {
  /** As `deed_kind` names it. */
  readonly kind: string;
  readonly id: string;
  /** Its name then; null where its kind has none. Stored text: it is shown, never obeyed. */
  readonly label: string | null;
}

/** A value as it is told: itself, another record by its name, or a long text by its length. */
export type ToldValue = unknown;

export interface DeedChange {
  readonly record: DeedRecord;
  /** What of the record, such as a line; null for the record itself. */
  readonly part: { readonly kind: string; readonly id: string | null } | null;
  readonly happened: 'created' | 'changed' | 'removed';
  /** By field, as tools name it: before and after. Of what was created `before` is null, of what was removed `after`. */
  readonly fields: Readonly<Record<string, { readonly before: ToldValue; readonly after: ToldValue }>>;
  readonly versionBefore: number | null;
  readonly versionAfter: number | null;
  readonly amount: { readonly minor: number; readonly currency: string } | null;
  /** Whom or what the record is for, by the name it has now. */
  readonly counterpart: DeedRecord | null;
  /** True for what follows from another change, such as a journal entry. */
  readonly aside: boolean;
}

/** Who did it, through what, for whom. */
export interface DeedActor {
  readonly kind: ActorKind;
  readonly userId: string | null;
  readonly connectionId: string | null;
  readonly apiKeyId: string | null;
  /** What the client or key calls itself. */
  readonly throughName: string | null;
  readonly tool: string | null;
  readonly module: string | null;
  readonly effect: string | null;
  readonly job: string | null;
  readonly proposalId: string | null;
  readonly signedBy: string | null;
  readonly undoes: string | null;
}

/** What one call, job or person changed, as the database wrote it down. */
export interface Deed {
  readonly id: string;
  readonly at: string;
  readonly actor: DeedActor;
  readonly changes: readonly DeedChange[];
  /** Changes beyond those that are kept. Such a deed cannot be undone. */
  readonly moreChanges: number;
}
