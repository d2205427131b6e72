import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** pino's number for `error`. */
const ERROR_LEVEL = 50;

export interface AppLog {
  /** The last lines, oldest first: what explains an end. */
  readonly tail: () => string;
}

/** Appends what an app prints to a file, keeps its last lines, and hands errors to `onError` in one line each. */
export function keepLog(streams: readonly Readable[], file: string, onError: (message: string) => void): AppLog {
  const output = createWriteStream(file, { flags: 'a', mode: 0o600 });
  const last: string[] = [];
  for (const stream of streams) {
    createInterface({ input: stream }).on('line', (line) => {
      output.write(`${line}\n`);
      last.push(line);
      if (last.length > 15) last.shift();
      const message = errorMessage(line);
      if (message) onError(message);
    });
  }
  return { tail: () => last.map(readable).join('\n') };
}

interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly err?: { readonly message?: string };
}

function parse(line: string): LogLine | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    const isEntry = typeof entry === 'object' && entry !== null && 'level' in entry && 'msg' in entry;
    return isEntry ? (entry as LogLine) : undefined;
  } catch {
    return undefined;
  }
}

function readable(line: string): string {
  const entry = parse(line);
  return entry ? [entry.msg, entry.err?.message].filter(Boolean).join(': ') : line;
}

function errorMessage(line: string): string | undefined {
  const entry = parse(line);
  return entry && entry.level >= ERROR_LEVEL ? readable(line) : undefined;
}
