import type { Choice, Person } from '@countersign/testing/person';

/** A client as its maker publishes it, installed on somebody’s machine. The journeys below need nothing else of it. */
export interface RealClient {
  /** Adds the connector URL and signs in with the client’s own means; the browser it would open is the person’s. */
  readonly connect: (connectorUrl: string, person: Person, choice: Choice) => Promise<void>;
  /** The names of the tools, as it shows them to its model or its person. */
  readonly listTools: () => Promise<readonly string[]>;
  /** Has these tools of the connector called, one after the other; gives what its model or its person was told of each. */
  readonly call: (...calls: readonly ToolCall[]) => Promise<readonly string[]>;
  /** Of one that renews by its own clock and not because it was refused: an hour passes on that clock. */
  readonly hourPasses?: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export type ToolCall = readonly [tool: string, input: Record<string, unknown>];

/** One that takes an API key in a header as well. */
export interface KeyedClient extends RealClient {
  /** Adds the connector URL with an API key instead, as the console’s page of the new key says. */
  readonly connectWithKey: (connectorUrl: string, key: string) => Promise<void>;
}

/** As a client prints it, perhaps with control characters right behind. */
const AUTHORIZATION_URL = /https?:\/\/[^\s\p{Cc}"]+\/oauth\/authorize\?[\w.~%&=+-]+(?=[\s\p{Cc}"])/u;

/** Waits for the address that a client prints, and lets the person through it, back to the listening client. */
export async function visitPrinted(
  says: (pattern: RegExp) => Promise<string>,
  person: Person,
  choice: Choice,
): Promise<void> {
  const callback = await person.consent(await says(AUTHORIZATION_URL), choice);
  const answer = await fetch(callback);
  if (!answer.ok) throw new Error(`The client answered its callback with ${answer.status}`);
}

/** The same for a login command, which is over once the person is back. */
export async function signInWith(
  login: { readonly says: (pattern: RegExp) => Promise<string>; readonly ended: () => Promise<string> },
  person: Person,
  choice: Choice,
): Promise<void> {
  await visitPrinted(login.says, person, choice);
  await login.ended();
}
