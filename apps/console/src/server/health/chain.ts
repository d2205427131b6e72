import type { HealthFailure, HealthStep } from '@countersign/contracts/console-connect';
import { type Answer, ask, type Question, Unanswered } from './ask.ts';

/** What is tried: a connector URL, and the two configured origins, which are all that is ever asked. */
export interface Chain {
  readonly mcpUrl: string;
  readonly authUrl: string;
  /** `/mcp` or `/mcp/o/<slug>`. */
  readonly path: string;
}

/** The address a client is given; also what its metadata must call itself. */
export function connectorUrl({ mcpUrl, path }: Chain): string {
  return `${mcpUrl}${path}`;
}

/** Thrown by a step that does not hold. */
export class ChainBroken extends Error {
  override readonly name = 'ChainBroken';
  readonly failure: HealthFailure;
  constructor(step: HealthStep, problem: string, cure: string) {
    super(problem);
    this.failure = { step, problem, cure };
  }
}

/** An answer of whatever status; that there is none breaks the chain at this step. */
export async function answerOf(
  step: HealthStep,
  who: { readonly name: string; readonly url: string; readonly setting: string },
  path: string,
  question?: Question,
): Promise<Answer> {
  try {
    return await ask(`${who.url}${path}`, question);
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    throw new ChainBroken(
      step,
      `The ${who.name} cannot be reached at ${who.url}: ${error.message}.`,
      `Whoever runs this service should see that it is started, and that ${who.setting} is its address.`,
    );
  }
}
