import type { Authenticate } from '@countersign/access/authenticate';
import type { GatePass } from '@countersign/access/gate-pass';
import type { Catalogue } from '@countersign/contracts/catalogue';
import { AppError } from '@countersign/contracts/errors';
import { isJsonContentType } from '@modelcontextprotocol/server';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Caller, CallTool } from '../call-tool.ts';
import { publicError } from '../public-error.ts';
import { BODY_BYTES_MAX, FILES_BODY_BYTES_MAX, METHODS, parseJson, readBodiesAsText } from './body.ts';
import { callerOf } from './caller-of.ts';
import type { Exchange } from './exchange.ts';
import { logRefusal, refuseWith } from './http-error.ts';
import { withIdempotencyKey } from './idempotency-key.ts';
import { sendHttpProblem, sendProblem } from './problem.ts';
import { connectorResource } from './protected-resource.ts';

export interface RestDeps {
  readonly mcpUrl: string;
  readonly consoleUrl: string;
  readonly catalogue: Catalogue;
  readonly authenticate: Authenticate;
  readonly passOf: (exchange: Pick<Exchange, 'caller'>) => Promise<GatePass>;
  readonly callTool: CallTool;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the authentication hook of the REST routes, before the body is read. */
    caller: Caller | null;
  }
}

/**
 * `POST /v1/tools/<name>`: the tools for programs that speak no MCP, through the same `callTool`. Access tokens are those of
 * `/mcp`; a token of one organization's URL is for that URL only. As on `/mcp`, nothing is judged before the caller is known.
 */
export async function serveRest(app: FastifyInstance, deps: RestDeps): Promise<void> {
  const { mcpUrl, consoleUrl, catalogue, authenticate, passOf, callTool } = deps;
  const resource = connectorResource(mcpUrl);

  const refuse = (request: FastifyRequest, reply: FastifyReply, thrown: unknown) => {
    const error = publicError(thrown, request.id);
    const hadCredentials = request.headers.authorization !== undefined;
    // What a tool refused is in the audit log; what was refused before there was a tool is not.
    if (!request.caller && hadCredentials) logRefusal(request.log, error);
    return sendProblem(refuseWith(reply, error, resource, hadCredentials), error, consoleUrl);
  };

  app.decorateRequest('caller', null);
  readBodiesAsText(app, async (request) => {
    const { name } = request.params as { name?: string };
    if (!request.caller || !catalogue.get(name ?? '')?.tool.takesFiles) return false;
    await passOf({ caller: request.caller });
    return true;
  });

  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    try {
      const principal = await authenticate(request.headers.authorization, resource.url);
      request.caller = callerOf(request, principal, resource);
    } catch (thrown) {
      return refuse(request, reply, thrown);
    }
  });
  app.setErrorHandler((thrown: FastifyError, request, reply) => {
    if (thrown.statusCode === 413) {
      return sendHttpProblem(
        reply,
        413,
        `A body may hold ${BODY_BYTES_MAX} bytes at most, and ${FILES_BODY_BYTES_MAX} for a tool that takes files.`,
      );
    }
    if (thrown.statusCode === 400) return sendHttpProblem(reply, 400, 'The body could not be read.');
    return refuse(request, reply, thrown);
  });
  app.setNotFoundHandler((_request, reply) => sendHttpProblem(reply, 404, 'Tools are at /v1/tools/<name>.'));

  app.route<{ Params: { name: string } }>({
    method: METHODS,
    url: '/tools/:name',
    preParsing: async (request, reply) => {
      if (request.method !== 'POST') {
        return sendHttpProblem(reply.header('allow', 'POST'), 405, 'A tool is called with POST.');
      }
      if (hasBody(request) && !isJsonContentType(request.headers['content-type'])) {
        return sendHttpProblem(reply, 415, 'The content type must be application/json.');
      }
    },
    handler: async (request) => {
      const { caller, body = '{}' } = request;
      if (!caller) throw new Error('The authentication hook did not run.');
      const entry = catalogue.get(request.params.name);
      if (!entry) throw new AppError('not_found', 'There is no tool of that name. The names are in /openapi.json.');
      const input = body === '' ? {} : parseJson(body);
      if (input === undefined) throw new AppError('invalid_input', 'The body is not JSON.');
      return callTool(caller, entry, withIdempotencyKey(entry.tool, input, idempotencyKeyOf(request)));
    },
  });
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** A header sent twice reaches us joined by a comma, which is another key. */
function idempotencyKeyOf({ headers }: FastifyRequest): string | undefined {
  return headers['idempotency-key']?.toString();
}
