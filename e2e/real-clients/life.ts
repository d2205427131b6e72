import { Person } from '@countersign/testing/person';
import { decodeJwt } from 'jose';
import { openConsoleSession } from '../console-session.ts';
import type { House } from '../house.ts';
import type { Published } from './clients.ts';
import type { Front } from './front.ts';

/** What a client did, from its first request to its end; each step waits for the one before. */
export interface Life {
  readonly connected: Promise<Connected>;
  readonly worked: Promise<Worked>;
  /** What it was told of `whoami` once its access token was no longer accepted, and how many tokens it had had by then. */
  readonly renewed: Promise<Renewed>;
  /** What it was told once its person had ended its connection. */
  readonly cutOff: Promise<string>;
}
export interface Connected {
  readonly clientId: string;
  readonly tools: readonly string[];
}
export interface Worked {
  readonly answers: readonly string[];
  /** The revision of MCP that it speaks. */
  readonly revision: string | undefined;
}

export interface Renewed {
  readonly answer: string;
  readonly accessTokens: number;
  readonly when: string;
}

const CHOICE = { organization: 'Acme Studio', write: true };

/** Begins them all, so many at a time; `lives` are in the order of `clients`. */
export function live(clients: readonly Published[], atATime: number, place: () => Place): readonly Life[] {
  const lanes = Array.from({ length: atATime }, () => Promise.resolve<unknown>(undefined));
  return clients.map((client, index) => {
    const life = lifeOf(client, lanes[index % atATime], place);
    lanes[index % atATime] = life.cutOff.catch(() => undefined);
    // Each is awaited by a test of its own, which may be late.
    for (const step of Object.values(life) as Promise<unknown>[]) step.catch(() => undefined);
    return life;
  });
}

export interface Place {
  readonly house: House;
  readonly front: Front;
}

function lifeOf({ name, open }: Published, before: Promise<unknown> | undefined, place: () => Place): Life {
  const opened = Promise.resolve(before).then(open);
  const person = new Visitor('ada');
  const connected = opened.then(async (client) => {
    await client.connect(`${place().house.urls.mcp}/mcp`, person, CHOICE);
    return { clientId: person.clientId, tools: await client.listTools() };
  });
  const worked = connected.then(async ({ clientId }) => {
    const client = await opened;
    const answers = await client.call(['whoami', {}], ['create_project', { name: `Made by ${name}` }]);
    return { answers, revision: place().front.seen(clientId).revision };
  });
  const renewed = worked.then(async () => {
    const { front } = place();
    const client = await opened;
    front.expire(person.clientId);
    await client.hourPasses?.();
    const [answer = ''] = await client.call(['whoami', {}]);
    const accessTokens = front.seen(person.clientId).accessTokens.size;
    return { answer, accessTokens, when: client.hourPasses ? 'by its clock' : 'when refused' };
  });
  const cutOff = renewed.then(async () => {
    const { house, front } = place();
    const [token = ''] = front.seen(person.clientId).accessTokens;
    const ada = await openConsoleSession(house, 'ada');
    await ada.change('POST', `/api/connections/${String(decodeJwt(token)['connection_id'])}/revoke`);
    const [answer = ''] = await (await opened).call(['whoami', {}]);
    return answer;
  });
  const closed = (async () => {
    try {
      return await cutOff;
    } finally {
      await (await opened).close();
    }
  })();
  return { connected, worked, renewed, cutOff: closed };
}

/** Remembers which client sent it to consent. */
export class Visitor extends Person {
  clientId = '';

  override consent(...[url, choice]: Parameters<Person['consent']>): Promise<URL> {
    this.clientId = new URL(url).searchParams.get('client_id') ?? '';
    return super.consent(url, choice);
  }
}
