import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A measured process: one server, on a port of its own. */
export interface Child {
  readonly port: number;
  /** Processor time since it started. */
  readonly cpuMicros: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

/** Starts a file of `servers/` with what it is to serve, and waits for its port. */
export async function startChild(file: string, settings: object = {}): Promise<Child> {
  const child = fork(new URL(`servers/${file}`, import.meta.url));
  child.send(settings);
  const port = await nextMessage(child);
  return {
    port,
    cpuMicros: () => {
      child.send('cpu');
      return nextMessage(child);
    },
    stop: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

async function nextMessage(child: ChildProcess): Promise<number> {
  const ended = new AbortController();
  const onExit = () => ended.abort(new Error('A measured process ended.'));
  child.once('exit', onExit);
  try {
    const [message] = (await once(child, 'message', { signal: ended.signal })) as [number];
    return message;
  } finally {
    child.off('exit', onExit);
  }
}
