import type { CallTool } from '@countersign/access/calls/call-tool';
import type { Caller, PassOf } from '@countersign/access/calls/pass-of';
import { publicError } from '@countersign/access/calls/public-error';
import type { CallLimits } from '@countersign/access/limits/call-limits';
import type { Authenticate } from '@countersign/access/principals/authenticate';
import type { Catalogue } from '@countersign/contracts/catalogue';
import type { Tool } from '@countersign/contracts/define-tool';
import { AppError } from '@countersign/contracts/errors';
import { ExcessiveInput } from '@countersign/contracts/excessive-input';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { BODY_BYTES_MAX, FILES_BODY_BYTES_MAX, METHODS, parseJson, readBodiesAsText } from './body.ts';
import type { BodyRoom } from './body-room.ts';
import { callerOf } from './caller-of.ts';
import { completed } from './exchange.ts';
import { logRefusal, refuseWith } from './http-error.ts';
import { withIdempotencyKey } from './idempotency-key.ts';
import { isJson } from './media-types.ts';
import { sendHttpProblem, sendProblem } from './problem.ts';
import { connectorResource } from './protected-resource.ts';
import { rateLimitHeaders } from './rate-limit-headers.ts';

export interface RestDeps {
  readonly mcpUrl: string;
  readonly consoleUrl: string;
  readonly catalogue: Catalogue;
  readonly authenticate: Authenticate;
  readonly limits: CallLimits;
  readonly passOf: PassOf;
  readonly callTool: CallTool;
  readonly room: BodyRoom;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the authentication hook of the REST routes, before the body is read. */
    caller: Caller | null;
  }
}

/**
 * `POST /v1/tools/<name>`: the tools for programs that speak no MCP, through the same `callTool`. Access tokens are those of
 * `/mcp`; a token of one organization's URL is for that URL only. As on `/mcp`, nothing is told before the caller is known.
 */
export async function serveRest(app: FastifyInstance, deps: RestDeps): Promise<void> {
  const { mcpUrl, consoleUrl, catalogue, authenticate, limits, passOf, callTool, room } = deps;
  const resource = connectorResource(mcpUrl);

  const refuse = (request: FastifyRequest, reply: FastifyReply, thrown: unknown) => {
    const error = publicError(thrown, request.id);
    const refused = refuseWith(reply, error, resource, request.headers.authorization !== undefined);
    return sendProblem(refused, error, consoleUrl);
  };
  /** Answers what reaches no tool, and so no gate: an API key that nobody knows learns that and no more. */
  const withoutTool = async (request: FastifyRequest, reply: FastifyReply, answer: () => FastifyReply) => {
    const { caller } = request;
    try {
      if (caller?.allowance.refusal) throw caller.allowance.refusal;
      if (caller) await passOf({ caller });
    } catch (thrown) {
      logRefusal(request.log, publicError(thrown, request.id));
      return refuse(request, reply, thrown);
    }
    return answer();
  };

  app.decorateRequest('caller', null);
  readBodiesAsText(app, room, async (request) => {
    const { name } = request.params as { name?: string };
    const { caller } = request;
    if (!caller || !catalogue.get(name ?? '')?.tool.takesFiles) return undefined;
    if (caller.allowance.refusal) throw caller.allowance.refusal;
    return (await passOf({ caller })).organization.id;
  });

  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const { authorization } = request.headers;
    try {
      const principal = await authenticate(authorization, resource.url);
      request.caller = await callerOf(request, principal, resource, limits);
      reply.headers(rateLimitHeaders(request.caller.allowance));
    } catch (thrown) {
      if (authorization !== undefined) logRefusal(request.log, publicError(thrown, request.id));
      return refuse(request, reply, thrown);
    }
  });
  app.setErrorHandler((thrown: FastifyError, request, reply) => {
    if (thrown.statusCode === 413) {
      const sentence = `A body may hold ${BODY_BYTES_MAX} bytes at most, and ${FILES_BODY_BYTES_MAX} for a tool that takes files.`;
      return withoutTool(request, reply, () => sendHttpProblem(reply, 413, sentence));
    }
    if (thrown.statusCode === 400) {
      return withoutTool(request, reply, () => sendHttpProblem(reply, 400, 'The body could not be read.'));
    }
    return refuse(request, reply, thrown);
  });
  app.setNotFoundHandler((request, reply) =>
    withoutTool(request, reply, () => sendHttpProblem(reply, 404, 'Tools are at /v1/tools/<name>.')),
  );

  app.route<{ Params: { name: string } }>({
    method: METHODS,
    url: '/tools/:name',
    preParsing: async (request, reply) => {
      if (request.method !== 'POST') {
        return withoutTool(request, reply, () =>
          sendHttpProblem(reply.header('allow', 'POST'), 405, 'A tool is called with POST.'),
        );
      }
      if (hasBody(request) && !isJson(request.headers['content-type'])) {
        return withoutTool(request, reply, () =>
          sendHttpProblem(reply, 415, 'The content type must be application/json.'),
        );
      }
    },
    handler: async (request, reply) => {
      const { caller } = request;
      if (!caller) throw new Error('The authentication hook did not run.');
      const entry = catalogue.get(request.params.name);
      if (!entry) return withoutTool(request, reply, () => refuse(request, reply, NO_SUCH_TOOL));
      let input: unknown;
      try {
        input = readInput(entry.tool, request);
      } catch (mistake) {
        return withoutTool(request, reply, () => refuse(request, reply, mistake));
      }
      return completed(await callTool(caller, entry, input));
    },
  });
}

const NO_SUCH_TOOL = new AppError('not_found', 'There is no tool of that name. The names are in /openapi.json.');

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** No body is an empty input. Of a header that is sent twice a comma makes one, which is another key. */
function readInput(tool: Tool, { body, headers }: FastifyRequest): unknown {
  const parsed = body === undefined || body === '' ? { value: {} } : parseJson(body);
  if (parsed === undefined)
    throw new AppError('invalid_input', 'The body is not JSON. Send the input of the tool as one object.');
  if (parsed.excess) return new ExcessiveInput(parsed.value, parsed.excess);
  return withIdempotencyKey(tool, parsed.value, headers['idempotency-key']?.toString());
}
