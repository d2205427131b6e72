import type { SessionView } from '@countersign/contracts/console-api';
import { Person } from '@countersign/testing/person';
import type { House } from './house.ts';

export interface ConsoleSession {
  readonly get: <Answer>(path: string) => Promise<Answer>;
  /** Sends a change as the pages do; throws with the answer where it is refused. */
  readonly change: <Answer>(method: 'POST' | 'PATCH' | 'PUT', path: string, body?: object) => Promise<Answer>;
}

/** One of the demo's people at the console's API, signed in through the authorization server. */
export async function openConsoleSession({ urls }: Pick<House, 'urls'>, name: string): Promise<ConsoleSession> {
  const person = new Person(name);
  const leaving = await person.browser.open(`${urls.console}/auth/sign-in?return_to=/settings/api-keys`);
  await (await person.signIn(await leaving.goOn())).goOn();
  const get = async <Answer>(path: string) =>
    JSON.parse((await person.browser.request(`${urls.console}${path}`)).html) as Answer;
  const { csrfToken } = await get<SessionView>('/api/session');
  return {
    get,
    change: async <Answer>(method: 'POST' | 'PATCH' | 'PUT', path: string, body: object = {}) => {
      const answer = await person.browser.request(`${urls.console}${path}`, {
        method,
        headers: { origin: urls.console, 'content-type': 'application/json', 'x-csrf-token': csrfToken },
        body: JSON.stringify(body),
      });
      if (answer.status !== 200) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.html}`);
      return JSON.parse(answer.html) as Answer;
    },
  };
}
