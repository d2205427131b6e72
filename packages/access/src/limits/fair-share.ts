import { AppError } from '@countersign/contracts/errors';

/** As long as anybody waits for a connection to the database. */
const WAIT_MS = 4000;
const RETRY_SECONDS = 1;

/** Lets each organization hold at most so many places at once, so that one whose calls take long leaves the others theirs. */
export interface FairShare {
  /** Runs `work` when the organization has a place, in turn. Throws `rate_limited`, without running it, when none comes free in time. */
  readonly within: <T>(organizationId: string, work: () => Promise<T>) => Promise<T>;
}

/** The silence of whoever holds a place began at most a moment after the wait for it. */
const NEARLY = 0.8;

function tooMany(): AppError {
  return new AppError(
    'rate_limited',
    'This organization has too many calls under way. Go on in a second, with fewer at once.',
    { retryAfterSeconds: RETRY_SECONDS },
  );
}

function noAnswer(): AppError {
  return new AppError('unavailable', 'The service waits for its database. Try again shortly.');
}

interface Organization {
  taken: number;
  readonly waiting: Set<() => void>;
}

/**
 * Counts in this process alone: what it divides, the connections of a pool, are this process's. While that pool's database says nothing
 * (`silentForMs`), who waits in vain is told that instead: their own calls are not what holds the places.
 */
export function createFairShare(
  places: number,
  { waitMs = WAIT_MS, silentForMs = () => 0 }: { waitMs?: number; silentForMs?: () => number } = {},
): FairShare {
  const organizations = new Map<string, Organization>();

  const enter = (organization: Organization): Promise<void> => {
    if (organization.taken < places) {
      organization.taken += 1;
      return Promise.resolve();
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const { waiting } = organization;
    const tooLate = setTimeout(() => {
      waiting.delete(take);
      reject(silentForMs() >= waitMs * NEARLY ? noAnswer() : tooMany());
    }, waitMs);
    const take = () => {
      clearTimeout(tooLate);
      resolve();
    };
    waiting.add(take);
    return promise;
  };

  /** The place goes to whoever has waited longest. */
  const leave = (organizationId: string, organization: Organization) => {
    const { waiting } = organization;
    for (const take of waiting) {
      waiting.delete(take);
      take();
      return;
    }
    organization.taken -= 1;
    if (organization.taken === 0) organizations.delete(organizationId);
  };

  return {
    async within(organizationId, work) {
      let organization = organizations.get(organizationId);
      if (!organization) {
        organization = { taken: 0, waiting: new Set() };
        organizations.set(organizationId, organization);
      }
      await enter(organization);
      try {
        return await work();
      } finally {
        leave(organizationId, organization);
      }
    },
  };
}
