/** `GET /api/dev/mail`, in development alone: what was sent from this machine, the latest first. */
export interface DevMailView {
  readonly letters: readonly LetterView[];
}

export interface LetterView {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  /** ISO 8601; null when the letter does not say. */
  readonly at: string | null;
  readonly text: string;
  /** Names of files. */
  readonly attachments: readonly string[];
}
