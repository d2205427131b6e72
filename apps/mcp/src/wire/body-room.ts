import { AppError } from '@countersign/contracts/errors';

/** All that may be in memory of bodies that are still arriving: four of the largest. */
const ROOM_BYTES_MAX = 288 << 20;
/** Of one organization, and of one address. */
const ROOM_OF_ONE = ROOM_BYTES_MAX / 2;

export interface Place {
  /** Throws `unavailable` when there is no room for more. */
  readonly grow: (bytes: number) => void;
  /** Whose body it is, once that is known; its bytes count for this organization too. Throws as `grow`. */
  readonly belongTo: (organizationId: string) => void;
  readonly leave: () => void;
}

export interface BodyRoom {
  /** `refuse` is called when this body has to make room for others, and must not throw. */
  readonly enter: (address: string, refuse: (error: AppError) => void) => Place;
}

interface Body {
  bytes: number;
  readonly owners: string[];
  readonly refuse: (error: AppError) => void;
}

/**
 * Shares out the memory of arriving bodies by what they hold, not by how many there are: a slow body holds little, so it takes nothing from others.
 * When it is full, the largest body of whoever holds most goes.
 */
export function createBodyRoom(roomBytes = ROOM_BYTES_MAX, roomOfOne = ROOM_OF_ONE): BodyRoom {
  const bodies = new Set<Body>();
  const held = new Map<string, number>();
  let total = 0;

  const add = (owner: string, bytes: number) => {
    const sum = (held.get(owner) ?? 0) + bytes;
    if (sum > 0) held.set(owner, sum);
    else held.delete(owner);
    return sum;
  };
  const heldBy = ({ owners }: Body) => Math.max(...owners.map((owner) => held.get(owner) ?? 0));
  const remove = (body: Body) => {
    if (!bodies.delete(body)) return;
    total -= body.bytes;
    for (const owner of body.owners) add(owner, -body.bytes);
  };
  const makeRoom = (asking: Body): void => {
    if (total <= roomBytes) return;
    const [largest] = [...bodies].toSorted((a, b) => heldBy(b) - heldBy(a) || b.bytes - a.bytes);
    if (!largest || largest === asking) throw tooManyFiles();
    remove(largest);
    largest.refuse(tooManyFiles());
    makeRoom(asking);
  };

  return {
    enter(address, refuse) {
      const body: Body = { bytes: 0, owners: [`address ${address}`], refuse };
      bodies.add(body);
      const grow = (bytes: number) => {
        if (!bodies.has(body)) return;
        body.bytes += bytes;
        total += bytes;
        const most = Math.max(...body.owners.map((owner) => add(owner, bytes)));
        if (most > roomOfOne) throw tooManyFiles();
        makeRoom(body);
      };
      return {
        grow,
        belongTo(organizationId) {
          const owner = `organization ${organizationId}`;
          body.owners.push(owner);
          if (bodies.has(body) && add(owner, body.bytes) > roomOfOne) throw tooManyFiles();
        },
        leave: () => remove(body),
      };
    },
  };
}

export function tooManyFiles(): AppError {
  return new AppError('unavailable', 'Too many files are arriving at once. Try again shortly.');
}
