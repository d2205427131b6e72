import { AppError } from '@countersign/contracts/errors';
import type { FastifyInstance, FastifyRequest, HTTPMethods } from 'fastify';

export const BODY_BYTES_MAX = 1 << 20;

/** For a message with files: ten of 5 MiB in base64, and what is said about them. */
export const FILES_BODY_BYTES_MAX = 72 << 20;

/** So many messages with files are read at once; a message is in memory whole. A slow sender holds its place for long, so one organization gets half. */
const FILES_BODIES_AT_ONCE = 4;
const FILES_BODIES_OF_ONE = 2;

/** Every method a route answers, so that all but POST get 405 and not 404. */
export const METHODS: HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * Whose message it is, by the organization's id, if it may hold files; asked when it turns out to be larger than others. `head` is its beginning.
 * Throws for nobody, and for whoever calls too often.
 */
export type WhoseFiles = (request: FastifyRequest, head: string) => Promise<string | undefined>;

/** Bodies arrive as text whatever they claim to be: the content type is judged after the caller is known. */
export function readBodiesAsText(app: FastifyInstance, whoseFiles: WhoseFiles): void {
  /** The organization of each message with files that is being read. */
  const withFiles: string[] = [];
  app.removeAllContentTypeParsers();
  // The usual type by its name too: Fastify finds that one without parsing the header each time.
  app.addContentTypeParser(['application/json', '*'], (request, payload, done) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let limit = BODY_BYTES_MAX;
    let isOver = false;
    let organization: string | undefined;
    const stop = (error: Error | null) => {
      if (isOver) return;
      isOver = true;
      payload.off('data', take).off('end', end).off('error', stop);
      if (organization !== undefined) withFiles.splice(withFiles.indexOf(organization), 1);
      done(error, error ? undefined : Buffer.concat(chunks, size).toString('utf8'));
    };
    const end = () => stop(null);
    const widen = async () => {
      const owner = await whoseFiles(request, Buffer.concat(chunks, size).toString('utf8'));
      if (owner === undefined) throw tooLarge();
      // Whoever hung up meanwhile takes no place, since nothing would give it back.
      if (isOver) return;
      if (size > FILES_BODY_BYTES_MAX) throw tooLarge();
      const ofOwner = withFiles.filter((id) => id === owner);
      if (withFiles.length >= FILES_BODIES_AT_ONCE || ofOwner.length >= FILES_BODIES_OF_ONE) {
        throw new AppError('unavailable', 'Too many files are arriving at once. Try again shortly.');
      }
      withFiles.push(owner);
      organization = owner;
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
