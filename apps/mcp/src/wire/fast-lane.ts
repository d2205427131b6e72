import type { IncomingHttpHeaders } from 'node:http';
import type { GatePass } from '@countersign/access/gate-pass';
import { type Result, SERVER_INFO_META_KEY } from '@modelcontextprotocol/server';
import type { CallTool } from '../call-tool.ts';
import type { PassOf } from '../pass-of.ts';
import { answerToolCall, type Exchange } from './exchange.ts';
import { plainMessage } from './plain-message.ts';
import { SERVER_INFO } from './server-identity.ts';
import type { ToolChoice } from './tool-choice.ts';
import { TOOL_LIST_CACHE, type ToolLists } from './tool-list.ts';

export interface FastLaneDeps {
  readonly lists: ToolLists;
  readonly callTool: CallTool;
  readonly passOf: PassOf;
}

export interface FastLane {
  /** The JSON answer, or undefined when the message is one for the SDK. Throws what the gate throws on a list. */
  readonly answer: (
    exchange: Exchange,
    headers: IncomingHttpHeaders,
    message: unknown,
  ) => Promise<string | Buffer | undefined>;
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
  const listBytes = new WeakMap<object, { legacy: Buffer; modern: Buffer }>();

  /** All of the answer but its id, as it will travel: encoding a list costs more than everything else about it. */
  function bytesOfList(pass: GatePass, choice: ToolChoice, modern: boolean): Buffer {
    const list = lists.of(pass.granted, choice);
    let bytes = listBytes.get(list);
    if (!bytes) {
      bytes = {
        legacy: Buffer.from(upToId(JSON.stringify(list))),
        modern: Buffer.from(upToId(JSON.stringify(asModern({ ...list, resultType: 'complete', ...TOOL_LIST_CACHE })))),
      };
      listBytes.set(list, bytes);
    }
    return modern ? bytes.modern : bytes.legacy;
  }

  return {
    async answer(exchange, headers, message) {
      const plain = plainMessage(headers, message);
      if (!plain) return undefined;
      const modern = plain.envelope !== undefined;
      if (plain.envelope !== undefined && !envelopes.has(plain.envelope)) return undefined;
      if (plain.method === 'tools/list') {
        return Buffer.concat([
          bytesOfList(await passOf(exchange), exchange.choice, modern),
          Buffer.from(idAndEnd(plain.id)),
        ]);
      }
      const entry = exchange.choice.catalogue.get(plain.name);
      if (!entry) return undefined;
      const result = await answerToolCall(callTool, exchange, entry, plain.input);
      return (
        upToId(JSON.stringify(modern ? asModern({ ...result, resultType: 'complete' }) : result)) + idAndEnd(plain.id)
      );
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
