import { type CountedJson, parseCountedJson } from '@countersign/contracts/counted-json';
import { raiseFloor } from '@countersign/runtime/bodies-in-flight';
import type { FastifyInstance, FastifyRequest, HTTPMethods } from 'fastify';
import { type BodyRoom, tooManyFiles } from './body-room.ts';

export const BODY_BYTES_MAX = 1 << 20;

/** For a message with files: ten of 5 MiB in base64, and what is said about them. */
export const FILES_BODY_BYTES_MAX = 72 << 20;

/** So many messages with files of one organization, and of one address, are read at once: each may be in memory whole. */
const FILES_BODIES_OF_ONE = 2;
const FILES_BODIES_OF_ADDRESS = 4;
/** A message with files that comes slower than a megabit a second cannot be whole in time. */
const FILES_BYTES_PER_SECOND = 64 << 10;

/** Every method a route answers, so that all but POST get 405 and not 404. */
export const METHODS: HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * Whose message it is, by the organization's id, if it may hold files; asked when it turns out to be larger than others. `head` is its beginning.
 * Throws for nobody, and for whoever calls too often.
 */
export type WhoseFiles = (request: FastifyRequest, head: string) => Promise<string | undefined>;

/**
 * Bodies arrive as text whatever they claim to be: the content type is judged after the caller is known. What arrives takes its place in `room`, and
 * a larger body one of its organization's.
 */
export function readBodiesAsText(app: FastifyInstance, room: BodyRoom, whoseFiles: WhoseFiles): void {
  /** The organization, and the address, of each message with files that is being read. */
  const withFiles: (readonly [organization: string, address: string])[] = [];
  app.removeAllContentTypeParsers();
  // The usual type by its name too: Fastify finds that one without parsing the header each time.
  app.addContentTypeParser(['application/json', '*'], (request, payload, done) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let limit = BODY_BYTES_MAX;
    let isOver = false;
    let entry: readonly [string, string] | undefined;
    const stop = (error: Error | null) => {
      if (isOver) return;
      isOver = true;
      payload.off('data', take).off('end', end).off('error', stop);
      place.leave();
      if (entry) withFiles.splice(withFiles.indexOf(entry), 1);
      done(error, error ? undefined : Buffer.concat(chunks, size).toString('utf8'));
    };
    const place = room.enter(request.ip, stop);
    const end = () => stop(null);
    const widen = async () => {
      const owner = await whoseFiles(request, Buffer.concat(chunks, size).toString('utf8'));
      if (owner === undefined) throw tooLarge();
      // Whoever hung up meanwhile takes no place, since nothing would give it back.
      if (isOver) return;
      if (size > FILES_BODY_BYTES_MAX) throw tooLarge();
      const ofOwner = withFiles.filter(([organization]) => organization === owner).length;
      const ofAddress = withFiles.filter(([, address]) => address === request.ip).length;
      if (ofOwner >= FILES_BODIES_OF_ONE || ofAddress >= FILES_BODIES_OF_ADDRESS) throw tooManyFiles();
      entry = [owner, request.ip];
      withFiles.push(entry);
      place.belongTo(owner);
      limit = FILES_BODY_BYTES_MAX;
      raiseFloor(request, FILES_BYTES_PER_SECOND);
    };
    const take = (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      try {
        place.grow(chunk.length);
      } catch (error) {
        return stop(error as Error);
      }
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

/** Counted before anything of it is built. Undefined for text that is not JSON. */
export function parseJson(body: unknown): CountedJson | undefined {
  return parseCountedJson(String(body));
}
