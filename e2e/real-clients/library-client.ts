import { Credentials } from '../mcp-client.ts';
import type { RealClient } from './real-client.ts';

/** A library's connected client. */
export interface Session {
  readonly listTools: () => Promise<readonly string[]>;
  readonly call: (tool: string, input: Record<string, unknown>) => Promise<unknown>;
  readonly close: () => Promise<unknown>;
}

/** What differs from one library to the next. */
export interface Library {
  /** Rejects where the person has to sign in first. */
  readonly open: (connectorUrl: string, provider: Credentials) => Promise<Session>;
  /** Redeems what the person came back with. */
  readonly finish: (connectorUrl: string, provider: Credentials, callback: URL) => Promise<unknown>;
}

/** A program with such a library in it; it keeps its credentials as the official SDKs have programs keep them. */
export function openLibraryClient({ open, finish }: Library): RealClient {
  const provider = new Credentials();
  let session: Session | undefined;
  const connected = () => {
    if (session === undefined) throw new Error('Not connected');
    return session;
  };
  return {
    connect: async (connectorUrl, person, choice) => {
      const refusal = await open(connectorUrl, provider).catch((error: unknown) => error);
      if (!provider.authorizationUrl) throw new Error('The client was not sent to authorize', { cause: refusal });
      await finish(connectorUrl, provider, await person.consent(provider.authorizationUrl, choice));
      session = await open(connectorUrl, provider);
    },
    listTools: () => connected().listTools(),
    call: async (...calls) => {
      const answers: string[] = [];
      for (const [tool, input] of calls) {
        const answer = await connected().call(tool, input).catch(String);
        answers.push(typeof answer === 'string' ? answer : JSON.stringify(answer));
      }
      return answers;
    },
    close: async () => {
      await session?.close();
    },
  };
}
