const STORED_AS = 'countersign.kept-change';
/** As long as a sign-in may take at the authorization server. */
const MINUTES = 15;

interface Kept {
  readonly change: string;
  readonly path: string;
  readonly personId: string;
  readonly keptAt: number;
  readonly draft: unknown;
}

/** Remembers, in this tab alone, what somebody was about to change on this page. Holds no secret: what a form held, not what it makes. */
export function keepChange(change: string, personId: string, draft: unknown): void {
  const kept: Kept = { change, path: location.pathname, personId, keptAt: Date.now(), draft };
  sessionStorage.setItem(STORED_AS, JSON.stringify(kept));
}

/**
 * Takes out what was kept for this change on this page. Undefined when there is nothing, it is too old, or somebody else has signed in
 * meanwhile: nobody does what another began.
 */
export function takeKeptChange(change: string, personId: string): unknown {
  const text = sessionStorage.getItem(STORED_AS);
  const kept = text === null ? undefined : (JSON.parse(text) as Kept);
  if (kept?.change !== change || kept.path !== location.pathname) return undefined;
  sessionStorage.removeItem(STORED_AS);
  const isOld = Date.now() - kept.keptAt > MINUTES * 60_000;
  return isOld || kept.personId !== personId ? undefined : kept.draft;
}
