import type { AppError } from '@countersign/contracts/errors';

/**
 * Awaits a write and, when the database refuses it for one of the named constraints, throws the error that belongs to that
 * constraint instead. Leaves the last word to the database, so two writers at once cannot slip past a check before it.
 * The transaction is lost then: whatever this throws must end the call.
 */
export async function refusedBy<T>(
  write: Promise<T>,
  refusals: Readonly<Record<string, (cause: unknown) => AppError>>,
): Promise<T> {
  try {
    return await write;
  } catch (error) {
    const refusal = refusals[constraintOf(error)];
    throw refusal ? refusal(error) : error;
  }
}

function constraintOf(error: unknown): string {
  const { constraint } = (error instanceof Error ? error : {}) as { constraint?: unknown };
  return typeof constraint === 'string' ? constraint : '';
}
