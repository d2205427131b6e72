import { connect, type Socket } from 'node:net';

export interface Request {
  readonly host: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Measured {
  readonly perSecond: number;
  readonly latenciesMs: readonly number[];
}

/**
 * Sends one request over and over on `connections` keep-alive connections. Speaks just enough HTTP to be cheap, so that the
 * server and not the load is what is measured. Throws at the first answer that is not 200, or a tool's error.
 */
export async function load(port: number, request: Request, connections: number, seconds: number): Promise<Measured> {
  const latenciesMs: number[] = [];
  const startedAt = performance.now();
  const until = startedAt + seconds * 1000;
  const bytes = toBytes(request);
  await Promise.all(Array.from({ length: connections }, () => repeat(port, bytes, until, latenciesMs)));
  return { perSecond: latenciesMs.length / ((performance.now() - startedAt) / 1000), latenciesMs };
}

function toBytes({ host, headers, body }: Request): Buffer {
  const lines = ['POST /mcp HTTP/1.1', `host: ${host}`, `content-length: ${Buffer.byteLength(body)}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

function repeat(port: number, bytes: Buffer, until: number, latenciesMs: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(port, '127.0.0.1');
    let sentAt = 0;
    let received = '';
    const send = () => {
      sentAt = performance.now();
      received = '';
      socket.write(bytes);
    };
    socket.setNoDelay(true);
    socket.on('connect', send);
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      if (!isWhole(received)) return;
      const isAnswer = received.startsWith('HTTP/1.1 200') && !received.includes('"isError":true');
      if (!isAnswer) return reject(new Error(received.slice(0, 500)));
      const now = performance.now();
      latenciesMs.push(now - sentAt);
      if (now < until) return send();
      socket.end();
      resolve();
    });
  });
}

function isWhole(response: string): boolean {
  const end = response.indexOf('\r\n\r\n');
  if (end === -1) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(response.slice(0, end))?.[1];
  return length === undefined ? response.endsWith('0\r\n\r\n') : response.length >= end + 4 + Number(length);
}
