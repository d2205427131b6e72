import type { SessionView } from '@countersign/contracts/console-api';
import { fixedId } from '@countersign/runtime/ids';
import type { LightMyRequestResponse } from 'fastify';
import { afterEach, beforeEach } from 'vitest';
import { aLoginSession, startConsole } from './console-under-test.ts';
import { startOpenIdProvider } from './open-id-provider.ts';

type Console = Awaited<ReturnType<typeof startConsole>>;

/** A browser's cookie jar over the console. */
export interface TestBrowser {
  readonly jar: Map<string, string>;
  readonly visit: (url: string) => Promise<LightMyRequestResponse>;
}

/** A console for each test of the calling file, beside an OpenID provider in the place of the authorization server. */
export function useSignIn() {
  let provider: Awaited<ReturnType<typeof startOpenIdProvider>>;
  let console_: Console;
  beforeEach(async () => {
    provider = await startOpenIdProvider();
    console_ = await startConsole({ authUrl: provider.issuer });
  });
  afterEach(async () => {
    await console_.close();
    await provider.close();
  });

  /** What the authorization server answers when this person has just signed in there. */
  const answerFor = async (authorizationUrl: string | undefined, person: string, { database }: Console = console_) =>
    provider.signIn(authorizationUrl, fixedId('user', person), await aLoginSession(database, person));

  return {
    provider: () => provider,
    theConsole: () => console_,
    answerFor,
    aBrowser: (): TestBrowser => {
      const jar = new Map<string, string>();
      return {
        jar,
        visit: async (url) => {
          const answer = await console_.app.inject({ url, cookies: Object.fromEntries(jar) });
          for (const { name, value, maxAge } of answer.cookies) {
            if (value === '' || maxAge === 0) jar.delete(name);
            else jar.set(name, value);
          }
          return answer;
        },
      };
    },
    whoIs: async (browser: TestBrowser): Promise<string | undefined> => {
      const answer = await browser.visit('/api/session');
      return answer.statusCode === 200 ? answer.json<SessionView>().person.name : undefined;
    },
    /** Goes the whole way and answers the session's id. */
    signIn: async (browser: TestBrowser, person: string): Promise<string> => {
      const { headers } = await browser.visit('/auth/sign-in');
      await browser.visit(await answerFor(headers.location, person));
      return browser.jar.get('countersign_console') ?? '';
    },
    /** Starts the provider anew, after its end. */
    startProviderAt: async (port: number) => {
      provider = await startOpenIdProvider(port);
    },
  };
}
