import type { Counters, Limit } from '@countersign/runtime/counters';
import { deriveKey, sign } from '@countersign/runtime/secret-key';
import type { FastifyRequest } from 'fastify';
import { addressGroup } from '../people/address-group.ts';

/** One thing that is counted of a request; undefined when the request does not have it. */
interface Counted extends Limit {
  readonly keyOf: (request: FastifyRequest) => readonly string[] | undefined;
}

const MINUTE = 60;
const HOUR = 3600;

const address = ({ ip }: FastifyRequest) => [addressGroup(ip)];
const softwareThere = (request: FastifyRequest) => [...address(request), request.headers['user-agent'] ?? ''];
const clientThere = (request: FastifyRequest) => [...address(request), parameter(request, 'client_id') ?? ''];

/** The refresh token, code or token a request presents: of one person, whoever's address it comes from. */
function credential(request: FastifyRequest): string[] | undefined {
  const presented = ['refresh_token', 'code', 'token'].map((name) => parameter(request, name)).find(Boolean);
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
      const counts = await Promise.all(
        (byEndpoint.get(endpoint) ?? []).flatMap(({ limit, count }) => {
          const parts = limit.keyOf(request);
          return parts ? [count(sign(key, limit.name, ...parts))] : [];
        }),
      );
      const exceeded = counts.filter((count) => count.exceeded);
      return exceeded.length > 0 ? Math.max(...exceeded.map(({ resetSeconds }) => resetSeconds)) : undefined;
    },
  };
}

/** Of the form when there is one, else of the query. Registration's JSON is the provider's to read. */
function parameter({ body, url }: FastifyRequest, name: string): string | undefined {
  const parameters = new URLSearchParams(typeof body === 'string' ? body : url.split('?')[1]);
  return parameters.get(name)?.slice(0, 4096);
}
