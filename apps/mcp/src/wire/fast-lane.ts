import type { IncomingHttpHeaders } from 'node:http';
import type { CallTool } from '@countersign/access/calls/call-tool';
import type { PassOf } from '@countersign/access/calls/pass-of';
import type { GatePass } from '@countersign/access/gate/gate-pass';
import { type Result, SERVER_INFO_META_KEY } from '@modelcontextprotocol/server';
import { answerToolCall, type Exchange } from './exchange.ts';
import { acceptsGzip, type GzipTo, gzipBeginning } from './gzip-beginning.ts';
import type { AnswerType } from './media-types.ts';
import { plainMessage } from './plain-message.ts';
import { SERVER_INFO } from './server-identity.ts';
import type { ToolChoice } from './tool-choice.ts';
import { TOOL_LIST_CACHE, type ToolLists } from './tool-list.ts';

export interface FastLaneDeps {
  readonly lists: ToolLists;
  readonly callTool: CallTool;
  readonly passOf: PassOf;
}

/** A JSON answer as it will travel. */
export interface FastAnswer {
  readonly body: string | Buffer;
  readonly encoding?: 'gzip';
}

export interface FastLane {
  /** Undefined when the message is one for the SDK. Throws what the gate throws on a list. */
  readonly answer: (
    exchange: Exchange,
    headers: IncomingHttpHeaders,
    message: unknown,
    answered: AnswerType,
  ) => Promise<FastAnswer | undefined>;
  /** Told of every message the SDK answered without an error. */
  readonly learn: (headers: IncomingHttpHeaders, message: unknown) => void;
}

const ENVELOPES_MAX = 1000;
const ENVELOPE_LENGTH_MAX = 2048;

/**
 * Answers the two everyday messages of known clients without the SDK, in the SDK's own bytes; a test holds the two lanes
 * against each other. An envelope is known when the SDK has accepted the very same text before, so what is valid in it stays
 * the SDK's decision.
 */
export function createFastLane({ lists, callTool, passOf }: FastLaneDeps): FastLane {
  const envelopes = new Set<string>();
  const written = new WeakMap<object, { legacy: WrittenList; modern: WrittenList }>();

  function listFor(pass: GatePass, choice: ToolChoice, modern: boolean): WrittenList {
    const list = lists.of(pass.granted, choice);
    let both = written.get(list);
    if (!both) {
      both = {
        legacy: writeList(list),
        modern: writeList(asModern({ ...list, resultType: 'complete', ...TOOL_LIST_CACHE })),
      };
      written.set(list, both);
    }
    return modern ? both.modern : both.legacy;
  }

  return {
    async answer(exchange, headers, message, answered) {
      const plain = plainMessage(headers, message);
      if (!plain) return undefined;
      const modern = plain.envelope !== undefined;
      if (plain.envelope !== undefined && !envelopes.has(plain.envelope)) return undefined;
      if (plain.method === 'tools/list') {
        const list = listFor(await passOf(exchange), exchange.choice, modern);
        const end = idAndEnd(plain.id);
        const takesGzip = answered === 'application/json' && acceptsGzip(headers['accept-encoding']);
        const gzip = takesGzip ? list.gzipTo(end) : undefined;
        return gzip ? { body: gzip, encoding: 'gzip' } : { body: Buffer.concat([list.plain, Buffer.from(end)]) };
      }
      const entry = exchange.choice.catalogue.get(plain.name);
      if (!entry) return undefined;
      const result = await answerToolCall(callTool, exchange, entry, plain.input);
      const shown = modern ? asModern({ ...result, resultType: 'complete' }) : result;
      return { body: upToId(JSON.stringify(shown)) + idAndEnd(plain.id) };
    },
    learn(headers, message) {
      const envelope = plainMessage(headers, message)?.envelope;
      if (envelope === undefined || envelope.length > ENVELOPE_LENGTH_MAX || envelopes.has(envelope)) return;
      envelopes.add(envelope);
      const oldest = envelopes.values().next();
      if (envelopes.size > ENVELOPES_MAX && !oldest.done) envelopes.delete(oldest.value);
    },
  };
}

/** All of a list's answer but its id, as it will travel: encoding a list costs more than everything else about it. */
interface WrittenList {
  readonly plain: Buffer;
  readonly gzipTo: GzipTo;
}

/**
 * Of the list of all our tools, 330 kB, 24 kB travel compressed. Compressing takes as long as a hundred calls, so it waits until a list is
 * asked for again: otherwise whoever chose ever other toolsets would keep the process busy.
 */
function writeList(list: object): WrittenList {
  const plain = Buffer.from(upToId(JSON.stringify(list)));
  let wasAsked = false;
  let gzipTo: GzipTo | undefined;
  return {
    plain,
    gzipTo: (end) => {
      if (wasAsked) gzipTo ??= gzipBeginning(plain);
      wasAsked = true;
      return gzipTo?.(end);
    },
  };
}

/** Stamps the server's identity as the 2026 revision asks for in every result. */
function asModern(result: Result) {
  return { ...result, _meta: { ...result._meta, [SERVER_INFO_META_KEY]: SERVER_INFO } };
}

function upToId(result: string): string {
  return `{"result":${result},"jsonrpc":"2.0","id":`;
}

function idAndEnd(id: string | number): string {
  return `${JSON.stringify(id)}}`;
}
