import type { Choice, Person } from '@countersign/testing/person';

/** A coding assistant as its maker publishes it, installed on somebody’s machine. The journeys below need nothing else of it. */
export interface CodingAssistant {
  /** Adds the connector URL and signs in with the assistant’s own commands; the browser it would open is the person’s. */
  readonly connect: (connectorUrl: string, person: Person, choice: Choice) => Promise<void>;
  /** Adds the connector URL with an API key instead, as the console’s page of the new key says. */
  readonly connectWithKey: (connectorUrl: string, key: string) => Promise<void>;
  /** Has its model call these tools of the connector, one after the other; gives what the model was told of each. */
  readonly call: (...calls: readonly (readonly [tool: string, input: object])[]) => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

/** As an assistant prints it, perhaps with control characters right behind. */
const AUTHORIZATION_URL = /https?:\/\/[^\s\p{Cc}]+\/oauth\/authorize\?[\w.~%&=+-]+(?=[\s\p{Cc}])/u;

/** Waits for the address that a login command prints, and lets the person through it, back to the listening assistant. */
export async function signInWith(
  login: { readonly says: (pattern: RegExp) => Promise<string>; readonly ended: () => Promise<string> },
  person: Person,
  choice: Choice,
): Promise<void> {
  const callback = await person.consent(await login.says(AUTHORIZATION_URL), choice);
  const answer = await fetch(callback);
  if (!answer.ok) throw new Error(`The assistant answered its callback with ${answer.status}`);
  await login.ended();
}
