import type { Counters, Limit } from '@countersign/runtime/counters';
import { deriveKey, sign } from '@countersign/runtime/secret-key';
import type { FastifyRequest } from 'fastify';
import { addressGroup } from '../people/address-group.ts';

/** What a request is counted by. */
interface Asked {
  readonly address: string;
  readonly software: string;
  /** Of the form when there is one, else of the query. Registration's JSON is the provider's to read. */
  readonly parameters: URLSearchParams;
}

/** One thing that is counted of a request; undefined when the request does not have it. */
interface Counted extends Limit {
  readonly keyOf: (asked: Asked) => readonly string[] | undefined;
}

const MINUTE = 60;
const HOUR = 3600;

const address = (asked: Asked) => [asked.address];
const softwareThere = (asked: Asked) => [asked.address, asked.software];
const clientThere = (asked: Asked) => [asked.address, parameter(asked, 'client_id') ?? ''];

/** The refresh token, code or token a request presents: of one person, whoever's address it comes from. */
function credential(asked: Asked): string[] | undefined {
  const presented = ['refresh_token', 'code', 'token'].map((name) => parameter(asked, name)).find(Boolean);
  return presented === undefined ? undefined : [presented];
}

/**
 * What holds one caller back, and beside it a flood guard per address far above what many callers need: hosted clients serve all
 * their people from a few addresses, and whoever misbehaves there must not shut out the others.
 */
const COUNTED: Readonly<Record<string, readonly Counted[]>> = {
  '/oauth/register': [
    { name: 'register', max: 200, windowSeconds: HOUR, keyOf: softwareThere },
    { name: 'register-address', max: 2000, windowSeconds: HOUR, keyOf: address },
  ],
  '/oauth/authorize': [
    { name: 'authorize', max: 600, windowSeconds: MINUTE, keyOf: clientThere },
    { name: 'authorize-address', max: 6000, windowSeconds: MINUTE, keyOf: address },
  ],
  '/oauth/token': [
    { name: 'token', max: 30, windowSeconds: MINUTE, keyOf: credential },
    { name: 'token-client', max: 6000, windowSeconds: MINUTE, keyOf: clientThere },
    { name: 'token-address', max: 12_000, windowSeconds: MINUTE, keyOf: address },
  ],
  '/oauth/revoke': [
    { name: 'revoke', max: 30, windowSeconds: MINUTE, keyOf: credential },
    { name: 'revoke-address', max: 6000, windowSeconds: MINUTE, keyOf: address },
  ],
  // A passkey cannot be guessed, so this only keeps one address from filling the log; a whole office signs in within it.
  'sign-in by passkey': [{ name: 'passkey-address', max: 120, windowSeconds: MINUTE, keyOf: address }],
};

export interface EndpointLimits {
  /** Counts a request to this endpoint; the seconds to wait when it is one too many. */
  readonly waitSeconds: (endpoint: string, request: FastifyRequest) => Promise<number | undefined>;
}

/** Counts what is asked of the OAuth endpoints. Keys are digests: who counts must not learn credentials or addresses. */
export function createEndpointLimits(counters: Counters, secretKey: string): EndpointLimits {
  const key = deriveKey(secretKey, 'throttle');
  const byEndpoint = new Map(
    Object.entries(COUNTED).map(([endpoint, counted]) => [
      endpoint,
      counted.map((limit) => ({ limit, count: counters.of(limit) })),
    ]),
  );
  return {
    async waitSeconds(endpoint, request) {
      const asked = askedBy(request);
      const counts = await Promise.all(
        (byEndpoint.get(endpoint) ?? []).flatMap(({ limit, count }) => {
          const parts = limit.keyOf(asked);
          return parts ? [count(sign(key, limit.name, ...parts))] : [];
        }),
      );
      const exceeded = counts.filter((count) => count.exceeded);
      return exceeded.length > 0 ? Math.max(...exceeded.map(({ resetSeconds }) => resetSeconds)) : undefined;
    },
  };
}

function askedBy({ ip, headers, body, url }: FastifyRequest): Asked {
  return {
    address: addressGroup(ip),
    software: headers['user-agent'] ?? '',
    parameters: new URLSearchParams(typeof body === 'string' ? body : url.split('?')[1]),
  };
}

function parameter({ parameters }: Asked, name: string): string | undefined {
  return parameters.get(name)?.slice(0, 4096);
}
