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
  constructor(step: HealthStep, found: Omit<HealthFailure, 'step'>) {
    super(found.problem);
    this.failure = { step, ...found };
  }
}

/** Cures that several steps share. */
export const START_DATABASE = 'Whoever runs this service should start the database.';
export const correctSetting = (name: 'MCP_URL' | 'AUTH_URL') =>
  `Whoever runs this service should correct ${name} in every app.`;
export const PASS_UNCHANGED = 'Whoever runs this service should see that no proxy alters it.';

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
    throw new ChainBroken(step, {
      problem: `The ${who.name} cannot be reached`,
      cure: `Whoever runs this service should start it or correct ${who.setting}.`,
      detail: `Asked at ${who.url}: ${error.message}.`,
    });
  }
}
