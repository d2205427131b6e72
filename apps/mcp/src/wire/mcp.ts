import { Readable } from 'node:stream';
import type { PassOf } from '@countersign/access/calls/pass-of';
import { publicError } from '@countersign/access/calls/public-error';
import type { CallLimits } from '@countersign/access/limits/call-limits';
import type { Authenticate } from '@countersign/access/principals/authenticate';
import type { Catalogue } from '@countersign/contracts/catalogue';
import { JSON_DEPTH_MAX, JSON_VALUES_MAX } from '@countersign/contracts/counted-json';
import type { AppError } from '@countersign/contracts/errors';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { BODY_BYTES_MAX, FILES_BODY_BYTES_MAX, METHODS, parseJson, readBodiesAsText } from './body.ts';
import type { BodyRoom } from './body-room.ts';
import { callerOf } from './caller-of.ts';
import { sendConnectorPage } from './connector-page.ts';
import { headersOfBody } from './era-of-body.ts';
import type { Exchange } from './exchange.ts';
import type { FastLane } from './fast-lane.ts';
import { errorBody, jsonRpcError, logRefusal, refuseWith } from './http-error.ts';
import { isObject } from './is-object.ts';
import { type AnswerType, answerType, isJson, prefersPage } from './media-types.ts';
import { messageAsMeant } from './message-as-meant.ts';
import { withPlainMistake } from './plain-mistake.ts';
import { endsInSlash, type ProtectedResource, protectedResource, queryOf } from './protected-resource.ts';
import type { SdkLane } from './sdk-lane.ts';
import type { ToolChoices } from './tool-choice.ts';
import { toWebRequest } from './web-request.ts';

const PARSE_ERROR = -32700;
const INVALID_REQUEST = -32600;
/** The code the SDK gives where the HTTP status says all there is. */
const TRANSPORT_ERROR = -32000;
const JSON_UTF8 = 'application/json; charset=utf-8';

const TOO_LARGE = `A body may hold ${BODY_BYTES_MAX} bytes at most, and ${FILES_BODY_BYTES_MAX} for a tool that takes files, named before them.`;

const TOO_MUCH = `A message may hold ${JSON_VALUES_MAX} values and go ${JSON_DEPTH_MAX} levels deep at most.`;

export interface McpRouteDeps {
  readonly mcpUrl: string;
  readonly consoleUrl: string;
  readonly catalogue: Catalogue;
  readonly authenticate: Authenticate;
  readonly choices: ToolChoices;
  readonly limits: CallLimits;
  readonly passOf: PassOf;
  readonly fastLane: FastLane | undefined;
  readonly sdkLane: SdkLane;
  readonly room: BodyRoom;
}

type McpRequest = FastifyRequest<{ Params: { org?: string } }>;

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the authentication hook of the MCP routes, before the body is read. */
    exchange: Exchange | null;
  }
  interface FastifyContextConfig {
    /** An address at which nothing can be changed. */
    readonly readOnly?: boolean;
    /** The connector's host without a path. */
    readonly isBareHost?: boolean;
  }
}

/**
 * `POST /mcp` and `POST /mcp/o/:org`, and both with `/readonly`; `POST /` is `POST /mcp`. Who calls is known before anything else is told: method, content type, size and JSON are
 * judged only for an authenticated caller, so every probe without credentials gets the same 401. An API key is nobody before the
 * gate has seen it, so a request that will not reach a tool is brought before the gate first.
 */
export async function serveMcp(app: FastifyInstance, deps: McpRouteDeps): Promise<void> {
  const { mcpUrl, consoleUrl, catalogue, authenticate, choices, limits, passOf, fastLane, sdkLane, room } = deps;
  const fileTools = new Set([...catalogue.values()].flatMap(({ tool }) => (tool.takesFiles ? tool.name : [])));

  app.decorateRequest('exchange', null);
  readBodiesAsText(app, room, async (request, head) => {
    const named = /"name"\s*:\s*"(\w+)"/.exec(head)?.[1] ?? '';
    const { exchange } = request;
    if (!exchange || !fileTools.has(named)) return undefined;
    if (exchange.caller.allowance.refusal) throw exchange.caller.allowance.refusal;
    return (await passOf(exchange)).organization.id;
  });

  app.addHook('onRequest', async (request: McpRequest, reply) => {
    const query = queryOf(request.url);
    const { readOnly = false, isBareHost = false } = request.routeOptions.config;
    const hasSlash = endsInSlash(request.url);
    const resource = protectedResource(mcpUrl, { slug: request.params.org, readOnly, query, isBareHost, hasSlash });
    if (!resource) return reply.callNotFound();
    const { authorization } = request.headers;
    // Somebody who looks, with a browser. Whoever presents anything is a client.
    if (
      authorization === undefined &&
      ['GET', 'HEAD'].includes(request.method) &&
      prefersPage(request.headers.accept)
    ) {
      return sendConnectorPage(reply, resource.url, consoleUrl);
    }
    try {
      const principal = await authenticate(authorization, resource.url);
      request.exchange = {
        resource,
        caller: await callerOf(request, principal, resource, limits),
        choice: choices.whole(readOnly),
        refusal: undefined,
      };
    } catch (thrown) {
      return refuse(publicError(thrown, request.id), resource, request, reply);
    }
    try {
      request.exchange.choice = choices.of({ readOnly, query, headers: request.headers });
    } catch (mistake) {
      if (await isNobody(request, reply)) return reply;
      return refuse(publicError(mistake, request.id), resource, request, reply);
    }
    const isPost = request.method === 'POST';
    const hasJson = isJson(request.headers['content-type']);
    const answered = answerType(request.headers.accept);
    if ((!isPost || !hasJson || !answered) && (await isNobody(request, reply))) return reply;
    if (!isPost) {
      return reply.code(405).header('allow', 'POST').send(jsonRpcError(TRANSPORT_ERROR, 'Only POST is served here.'));
    }
    if (!hasJson) {
      return reply.code(415).send(jsonRpcError(TRANSPORT_ERROR, 'The content type must be application/json.'));
    }
    if (!answered) {
      return reply
        .code(406)
        .send(jsonRpcError(TRANSPORT_ERROR, 'Answers are application/json or text/event-stream: accept one of them.'));
    }
  });

  /** Whether the gate does not know the API key of a request; then it has been refused. */
  async function isNobody(request: McpRequest, reply: FastifyReply): Promise<boolean> {
    const { exchange } = request;
    if (exchange?.caller.principal.kind !== 'api_key') return false;
    try {
      await passOf(exchange);
      return false;
    } catch (thrown) {
      refuse(publicError(thrown, request.id), exchange.resource, request, reply);
      return true;
    }
  }

  app.setErrorHandler(async (thrown: FastifyError, request: McpRequest, reply) => {
    if (thrown.statusCode === 413 || thrown.statusCode === 400) {
      if (await isNobody(request, reply)) return reply;
    }
    if (thrown.statusCode === 413) {
      return reply.code(413).send(jsonRpcError(TRANSPORT_ERROR, TOO_LARGE));
    }
    if (thrown.statusCode === 400)
      return reply.code(400).send(jsonRpcError(PARSE_ERROR, 'The body could not be read.'));
    const error = publicError(thrown, request.id);
    if (request.exchange) return refuse(error, request.exchange.resource, request, reply);
    logRefusal(request.log, error);
    return reply.code(500).send(errorBody(error));
  });

  const answer = async (request: McpRequest, reply: FastifyReply) => {
    const { exchange } = request;
    if (!exchange) throw new Error('The authentication hook did not run.');
    const parsed = parseJson(request.body);
    const message = messageAsMeant(parsed?.value);
    if ((parsed === undefined || Array.isArray(message)) && (await isNobody(request, reply))) return reply;
    if (parsed === undefined) return reply.code(400).send(jsonRpcError(PARSE_ERROR, 'The body is not JSON.'));
    const called = toolCalledBy(message);
    // The beginning of the text only seemed to call such a tool.
    if (String(request.body).length > BODY_BYTES_MAX && !fileTools.has(called ?? '')) {
      return reply.code(413).send(jsonRpcError(TRANSPORT_ERROR, TOO_LARGE));
    }
    if (Array.isArray(message)) {
      return reply
        .code(400)
        .send(jsonRpcError(INVALID_REQUEST, 'Batches are not served: send one message per request.'));
    }
    // A tool answers by itself that there were too many calls, in words a model reads; everything else is told by the status.
    const { refusal: tooMany } = exchange.caller.allowance;
    if (tooMany && called === undefined) throw tooMany;
    if (parsed.excess) {
      if (called === undefined && (await isNobody(request, reply))) return reply;
      // A call is answered as every call is, in words for who made it.
      if (called === undefined) return reply.code(400).send(jsonRpcError(INVALID_REQUEST, TOO_MUCH));
      exchange.excess = parsed.excess;
    }
    const headers = headersOfBody(request.headers, message, request.log);
    const answered = answerType(headers.accept) ?? 'application/json';
    const fast = parsed.excess ? undefined : await fastLane?.answer(exchange, headers, message, answered);
    if (fast?.encoding) reply.header('content-encoding', fast.encoding);
    if (fast) return sendAnswer(reply, exchange, answered, fast.status ?? 200, JSON_UTF8, fast.body);
    const pass = await passOf(exchange);
    const response = await sdkLane.answer(exchange, pass, toWebRequest(headers, reply, exchange.resource), message);
    if (response.status === 200 && !parsed.excess) fastLane?.learn(headers, message);
    const contentType = response.headers.get('content-type');
    if (contentType?.startsWith('text/event-stream') && response.body) {
      reply.header('cache-control', 'no-cache, no-transform').header('x-accel-buffering', 'no');
      return reply
        .code(response.status)
        .type('text/event-stream')
        .send(Readable.fromWeb(response.body as never));
    }
    const text = withPlainMistake(await response.text());
    return sendAnswer(reply, exchange, answered, response.status, contentType, text);
  };

  app.route({ method: METHODS, url: '/', config: { isBareHost: true }, handler: answer });
  for (const url of ['/mcp', '/mcp/o/:org']) {
    app.route({ method: METHODS, url, handler: answer });
    app.route({ method: METHODS, url: `${url}/readonly`, config: { readOnly: true }, handler: answer });
  }
}

function refuse(error: AppError, resource: ProtectedResource, request: FastifyRequest, reply: FastifyReply) {
  const hadCredentials = request.headers.authorization !== undefined;
  if (hadCredentials) logRefusal(request.log, error);
  return refuseWith(reply, error, resource, hadCredentials).send(errorBody(error));
}

function sendAnswer(
  reply: FastifyReply,
  exchange: Exchange,
  answered: AnswerType,
  status: number,
  contentType: string | null,
  body: string | Buffer,
) {
  const { refusal, resource } = exchange;
  if (refusal) refuseWith(reply, refusal, resource, true);
  else reply.code(status);
  if (refusal?.code === 'unauthenticated') return reply.send(errorBody(refusal));
  // A list may come compressed. Whether pages of other origins may read it is said there already.
  reply.header('vary', [reply.getHeader('vary') ?? [], 'Accept-Encoding'].flat().join(', '));
  if (status === 200 && answered === 'text/event-stream' && body.length > 0) {
    return reply.type(answered).send(`event: message\ndata: ${String(body)}\n\n`);
  }
  if (contentType) reply.type(contentType);
  return reply.send(body.length > 0 ? body : undefined);
}

/** The name of the tool that a message calls, whatever else is wrong with it; undefined for every other message. */
function toolCalledBy(message: unknown): string | undefined {
  if (!isObject(message) || message['method'] !== 'tools/call') return undefined;
  const { params } = message;
  return isObject(params) && typeof params['name'] === 'string' ? params['name'] : '';
}
