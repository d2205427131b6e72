import { closeSync, createReadStream, fstatSync, openSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** pino's number for `error`. */
const ERROR_LEVEL = 50;
const LOOK_EVERY_MS = 250;

/**
 * What one app prints, in a file it writes itself: through a pipe it would hang, writing in vain, once the reading process was
 * killed.
 */
export class AppLog {
  readonly file: string;
  /** To be the app's stdout and stderr. */
  readonly descriptor: number;
  /** Where this run's part of the file begins. */
  readonly #start: number;
  #closed = false;

  constructor(file: string) {
    this.file = file;
    this.descriptor = openSync(file, 'a', 0o600);
    this.#start = fstatSync(this.descriptor).size;
  }

  /** Hands each error to `report`, as one line, soon after it was written. Resolves after `close`. */
  async follow(report: (message: string) => void): Promise<void> {
    for (let seen = this.#start; !this.#closed; await sleep(LOOK_EVERY_MS, undefined, { ref: false })) {
      const written = await this.#read(seen);
      const whole = written.slice(0, written.lastIndexOf('\n') + 1);
      seen += Buffer.byteLength(whole);
      for (const line of whole.split('\n')) if (isError(line)) report(readable(line));
    }
  }

  /** The last lines of this run, oldest first: what explains an end. */
  async tail(): Promise<string> {
    const lines = (await this.#read(this.#start)).trimEnd().split('\n');
    return lines.slice(-15).map(readable).join('\n');
  }

  close(): void {
    this.#closed = true;
    closeSync(this.descriptor);
  }

  async #read(start: number): Promise<string> {
    const { size } = await stat(this.file).catch(() => ({ size: 0 }));
    return size > start ? text(createReadStream(this.file, { start, end: size - 1 })) : '';
  }
}

interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly err?: { readonly message?: string };
}

function parse(line: string): LogLine | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    const isLogLine = typeof entry === 'object' && entry !== null && 'level' in entry && 'msg' in entry;
    return isLogLine ? (entry as LogLine) : undefined;
  } catch {
    return undefined;
  }
}

function isError(line: string): boolean {
  return (parse(line)?.level ?? 0) >= ERROR_LEVEL;
}

function readable(line: string): string {
  const entry = parse(line);
  return entry ? [entry.msg, entry.err?.message].filter(Boolean).join(': ') : line;
}
