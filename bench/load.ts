import { connect, type Socket } from 'node:net';

export interface Request {
  readonly path: string;
  readonly host: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What one connection sends next, after what it was answered; nothing yet the first time. */
export type Turns = (answered: Answered | undefined) => Buffer;

interface Answered {
  readonly body: string;
}

export interface Load {
  /** Of the server; connections take several in turn. */
  readonly ports: readonly number[];
  /** Called once for each connection. */
  readonly turnsOf: (connection: number) => Turns;
  readonly connections: number;
  readonly seconds: number;
}

export interface Measured {
  readonly perSecond: number;
  readonly latenciesMs: readonly number[];
}

/**
 * Sends requests one after the other on each of `connections` keep-alive connections. Speaks just enough HTTP to be cheap, so that
 * the server and not the load is what is measured. Throws at the first answer that is not 200, or a tool's error.
 */
export async function load({ ports, turnsOf, connections, seconds }: Load): Promise<Measured> {
  const latenciesMs: number[] = [];
  const startedAt = performance.now();
  const until = startedAt + seconds * 1000;
  const all = Array.from({ length: connections }, (_, index) =>
    repeat(ports[index % ports.length] ?? 0, turnsOf(index), until, latenciesMs),
  );
  await Promise.all(all);
  return { perSecond: latenciesMs.length / ((performance.now() - startedAt) / 1000), latenciesMs };
}

/** The same request every time, made once. */
export function always(request: Request): () => Turns {
  const bytes = toBytes(request);
  return () => () => bytes;
}

export function toBytes({ path, host, headers, body }: Request): Buffer {
  const lines = [`POST ${path} HTTP/1.1`, `host: ${host}`, `content-length: ${Buffer.byteLength(body)}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

function repeat(port: number, next: Turns, until: number, latenciesMs: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(port, '127.0.0.1');
    let sentAt = 0;
    let answer = new Answer();
    const send = (bytes: Buffer) => {
      answer = new Answer();
      sentAt = performance.now();
      socket.write(bytes);
    };
    socket.setNoDelay(true);
    socket.on('connect', () => send(next(undefined)));
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('The server hung up.')));
    socket.on('data', (chunk) => {
      if (!answer.isWholeWith(chunk)) return;
      if (!answer.isGood) return reject(new Error(answer.text.slice(0, 500)));
      const now = performance.now();
      latenciesMs.push(now - sentAt);
      // Asked for at the end too: what comes next may depend on this answer.
      const bytes = next(answer);
      if (now < until) return send(bytes);
      resolve();
      socket.end();
    });
  });
}

/** One response, as far as it came. Long ones are not read, only counted. */
class Answer implements Answered {
  #chunks: Buffer[] = [];
  #received = 0;
  #expected: number | undefined;

  isWholeWith(chunk: Buffer): boolean {
    this.#chunks.push(chunk);
    this.#received += chunk.length;
    if (this.#expected === undefined) {
      const head = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
      const end = head.indexOf('\r\n\r\n');
      if (end === -1) return false;
      const length = /\r\ncontent-length: (\d+)/i.exec(head.toString('latin1', 0, end))?.[1];
      this.#expected = length === undefined ? Number.POSITIVE_INFINITY : end + 4 + Number(length);
    }
    if (this.#expected === Number.POSITIVE_INFINITY) return chunk.toString('latin1').endsWith('0\r\n\r\n');
    return this.#received >= this.#expected;
  }

  /** A tool's error is told at the end of its answer, or at once. */
  get isGood(): boolean {
    const [first] = this.#chunks;
    const last = this.#chunks.at(-1);
    if (!first?.subarray(0, 12).equals(OK)) return false;
    return !first.includes('"isError":true') && (first === last || !last?.includes('"isError":true'));
  }

  get text(): string {
    return Buffer.concat(this.#chunks).toString();
  }

  get body(): string {
    return this.text.slice(this.text.indexOf('\r\n\r\n') + 4);
  }
}

const OK = Buffer.from('HTTP/1.1 200');
