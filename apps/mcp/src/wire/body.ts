import { AppError } from '@countersign/contracts/errors';
import type { FastifyInstance, FastifyRequest, HTTPMethods } from 'fastify';

export const BODY_BYTES_MAX = 1 << 20;

/** For a message with files: ten of 5 MiB in base64, and what is said about them. */
export const FILES_BODY_BYTES_MAX = 72 << 20;

/** So many messages with files are read at once; a message is in memory whole. */
const FILES_BODIES_AT_ONCE = 4;

/** Every method a route answers, so that all but POST get 405 and not 404. */
export const METHODS: HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Whether a message may hold files, asked when it turns out to be larger than others; `head` is its beginning. Throws for nobody. */
export type MayHoldFiles = (request: FastifyRequest, head: string) => Promise<boolean>;

/** Bodies arrive as text whatever they claim to be: the content type is judged after the caller is known. */
export function readBodiesAsText(app: FastifyInstance, mayHoldFiles: MayHoldFiles): void {
  let withFiles = 0;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (request, payload, done) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let limit = BODY_BYTES_MAX;
    let isOver = false;
    const stop = (error: Error | null) => {
      if (isOver) return;
      isOver = true;
      payload.off('data', take).off('end', end).off('error', stop);
      if (limit > BODY_BYTES_MAX) withFiles--;
      done(error, error ? undefined : Buffer.concat(chunks, size).toString('utf8'));
    };
    const end = () => stop(null);
    const widen = async () => {
      if (!(await mayHoldFiles(request, Buffer.concat(chunks, size).toString('utf8')))) throw tooLarge();
      // Whoever hung up meanwhile takes no place, since nothing would give it back.
      if (isOver) return;
      if (size > FILES_BODY_BYTES_MAX) throw tooLarge();
      if (withFiles >= FILES_BODIES_AT_ONCE) {
        throw new AppError('unavailable', 'Too many files are arriving at once. Try again shortly.');
      }
      withFiles++;
      limit = FILES_BODY_BYTES_MAX;
    };
    const take = (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= limit) return;
      if (limit > BODY_BYTES_MAX) return stop(tooLarge());
      payload.pause();
      widen().then(() => payload.resume(), stop);
    };
    payload.on('data', take).on('end', end).on('error', stop);
  });
}

function tooLarge(): Error {
  return Object.assign(new Error('The body is too large.'), { statusCode: 413 });
}

/** Undefined for text that is not JSON. */
export function parseJson(body: unknown): unknown {
  try {
    return JSON.parse(String(body));
  } catch {
    return undefined;
  }
}
