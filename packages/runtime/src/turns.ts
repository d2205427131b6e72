/** Places that owners take in turn: the next one goes to whoever was served longest ago, whatever others have waiting. */
export interface Turns {
  /** Resolves when the place is there, to what gives it back; at once to undefined when the owner has too many waiting already. */
  readonly take: (owner: string) => Promise<(() => void) | undefined>;
}

type Start = (leave: () => void) => void;

/** Counts in this process alone. Nobody who waits is ever told to stop waiting: whoever holds a place has to give it back. */
export function createTurns({ places, waitingMax }: { readonly places: number; readonly waitingMax: number }): Turns {
  let free = places;
  /** In the order in which they get the next place. */
  const waiting = new Map<string, Start[]>();

  const begin = (start: Start) => {
    free -= 1;
    let left = false;
    start(() => {
      if (left) return;
      left = true;
      free += 1;
      next();
    });
  };
  const next = () => {
    const [first] = waiting;
    if (free === 0 || !first) return;
    const [owner, [start, ...rest]] = first;
    waiting.delete(owner);
    if (rest.length > 0) waiting.set(owner, rest);
    if (start) begin(start);
  };

  return {
    take(owner) {
      const before = waiting.get(owner) ?? [];
      if (before.length >= waitingMax) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        if (free > 0) return begin(resolve);
        waiting.set(owner, [...before, resolve]);
      });
    },
  };
}
