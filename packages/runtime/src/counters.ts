import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Logger } from './log.ts';

/** At most `max` for one key in each window of `windowSeconds`. */
export interface Limit {
  readonly name: string;
  readonly max: number;
  readonly windowSeconds: number;
}

/** Where one key stands once it was counted. */
export interface Count {
  readonly limit: Limit;
  readonly remaining: number;
  readonly resetSeconds: number;
  readonly exceeded: boolean;
  /** True for the first beyond the limit in this window, and for no other. */
  readonly isNews: boolean;
}

export type Counter = (key: string) => Promise<Count>;

/** The counters of a process, or with Redis those of all its replicas. */
export interface Counters {
  readonly of: (limit: Limit) => Counter;
  /** Whether other processes count along now, for an operator to see. */
  readonly counted: () => 'together' | 'in this process alone';
  readonly close: () => Promise<void>;
}

/** Counting must never hold up an answer for longer than a slow query would. */
const REDIS_COMMAND_MS = 250;
const REDIS_RETRY_MS_MAX = 5000;

/**
 * Counts per key. Without `redisUrl` in this process's memory. With it in Redis; and while Redis cannot be reached, in memory
 * again, so that a limit then holds per process: nobody is let in without any, and nobody is shut out.
 */
export function createCounters({ redisUrl, log }: { redisUrl: string | undefined; log: Logger }): Counters {
  const redis = redisUrl === undefined ? undefined : connectRedis(redisUrl, log);
  return {
    of(limit) {
      const options = { keyPrefix: `countersign:${limit.name}`, points: limit.max, duration: limit.windowSeconds };
      const memory = new RateLimiterMemory(options);
      const limiter = redis
        ? new RateLimiterRedis({
            ...options,
            storeClient: redis,
            rejectIfRedisNotReady: true,
            insuranceLimiter: memory,
          })
        : memory;
      return async (key) => countOf(limit, await limiter.consume(key).catch(beyond));
    },
    counted: () => (redis?.status === 'ready' ? 'together' : 'in this process alone'),
    close: async () => redis?.disconnect(),
  };
}

/** The library rejects with the state of a key that is beyond its limit. */
function beyond(rejected: unknown): RateLimiterRes {
  if (rejected instanceof RateLimiterRes) return rejected;
  throw rejected;
}

function countOf(limit: Limit, { consumedPoints, remainingPoints, msBeforeNext }: RateLimiterRes): Count {
  return {
    limit,
    remaining: remainingPoints,
    resetSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
    exceeded: consumedPoints > limit.max,
    isNews: consumedPoints === limit.max + 1,
  };
}

function connectRedis(url: string, log: Logger): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    maxRetriesPerRequest: 0,
    commandTimeout: REDIS_COMMAND_MS,
    retryStrategy: (attempt) => Math.min(attempt * 100, REDIS_RETRY_MS_MAX),
  });
  let reached: boolean | undefined;
  redis.on('ready', () => {
    if (reached === false) log.info('Redis is reached again; limits are counted together');
    reached = true;
  });
  redis.on('error', (error: unknown) => {
    if (reached !== false)
      log.error({ err: error }, 'Redis cannot be reached; limits are counted in this process alone');
    reached = false;
  });
  return redis;
}
