import type { CallTool } from '@countersign/access/calls/call-tool';
import type { GatePass } from '@countersign/access/gate/gate-pass';
import type { Logger } from '@countersign/runtime/log';
import {
  createMcpHandler,
  isLegacyRequest,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import { toolCallOf } from './asked-call.ts';
import type { AnswerToolCall, Exchange } from './exchange.ts';
import type { LinkedFiles } from './linked-file.ts';
import { getPrompt, listPrompts } from './prompts.ts';
import { listResources, listResourceTemplates, readResource } from './resources.ts';
import { CAPABILITIES, instructionsFor, SERVER_INFO } from './server-identity.ts';
import type { ToolChoice } from './tool-choice.ts';
import { TOOL_LIST_CACHE, type ToolLists } from './tool-list.ts';

export interface LaneDeps {
  readonly lists: ToolLists;
  readonly callTool: CallTool;
  readonly answerCall: AnswerToolCall;
  readonly readLinkedFile: LinkedFiles['read'];
  readonly log: Logger;
}

export interface SdkLane {
  readonly answer: (exchange: Exchange, pass: GatePass, request: Request, message: unknown) => Promise<Response>;
  readonly close: () => Promise<void>;
}

/**
 * Answers a message through the MCP SDK, which is the authority on the protocol in both eras. Each request gets a server of
 * its own (shared ones have leaked answers between clients: CVE-2026-25536), but nothing is converted or registered for it.
 */
export function createSdkLane({ lists, callTool, answerCall, readLinkedFile, log }: LaneDeps): SdkLane {
  const served = new WeakMap<Request, { exchange: Exchange; pass: GatePass; message: unknown; legacy: boolean }>();

  function serverFor(request: Request | undefined): Server {
    const parts = request && served.get(request);
    if (!parts) throw new Error('A message reached the SDK outside an exchange.');
    const { exchange, pass, message, legacy } = parts;
    const server = new Server(SERVER_INFO, {
      capabilities: CAPABILITIES,
      instructions: instructionsFor(pass, exchange.choice),
      cacheHints: {
        'tools/list': TOOL_LIST_CACHE,
        'prompts/list': TOOL_LIST_CACHE,
        'resources/list': TOOL_LIST_CACHE,
        'resources/templates/list': TOOL_LIST_CACHE,
        // What a record holds now is asked now.
        'resources/read': { ttlMs: 0, cacheScope: 'private' },
        'server/discover': TOOL_LIST_CACHE,
      },
    });
    server.setRequestHandler('tools/list', () => lists.of(pass.granted, exchange.choice));
    server.setRequestHandler('tools/call', ({ params }) => {
      const entry = exchange.choice.catalogue.get(params.name);
      if (!entry) throw new ProtocolError(ProtocolErrorCode.InvalidParams, unknownTool(exchange.choice));
      // Of the message as it came: the SDK keeps a retry's answers out of the parameters.
      return answerCall(exchange, entry, toolCallOf(message, !legacy));
    });
    const { catalogue } = exchange.choice;
    server.setRequestHandler('prompts/list', () => listPrompts(catalogue, pass.granted));
    server.setRequestHandler('prompts/get', ({ params }) => getPrompt(catalogue, pass.granted, params));
    server.setRequestHandler('resources/list', () => listResources(catalogue, pass.granted));
    server.setRequestHandler('resources/templates/list', () => listResourceTemplates(catalogue, pass.granted));
    server.setRequestHandler('resources/read', ({ params }) =>
      readResource({ callTool, readLinkedFile }, exchange, pass.granted, params.uri),
    );
    return server;
  }

  const modern = createMcpHandler(({ requestInfo }) => serverFor(requestInfo), {
    legacy: 'reject',
    onerror: (error) => log.debug({ err: error }, 'a message was refused by the protocol layer'),
  });

  /** The stateless idiom of the 2025 revisions, answering JSON rather than a stream of one event. */
  async function answerLegacy(request: Request, message: unknown): Promise<Response> {
    const server = serverFor(request);
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
    await server.connect(transport);
    try {
      return await transport.handleRequest(request, { parsedBody: message });
    } finally {
      await server.close();
    }
  }

  return {
    async answer(exchange, pass, request, message) {
      const legacy = await isLegacyRequest(request, message);
      served.set(request, { exchange, pass, message, legacy });
      return legacy ? answerLegacy(request, message) : modern.fetch(request, { parsedBody: message });
    },
    close: modern.close,
  };
}

function unknownTool({ isWhole }: ToolChoice): string {
  return isWhole
    ? 'There is no tool of that name. tools/list names those there are.'
    : 'There is no tool of that name here. This address or the headers of the request leave some out.';
}
