import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** One tool call that the model is to make, by the name the host gives the tool. */
export interface ToolUse {
  readonly tool: string;
  readonly input: object;
}

/** What an assistant's host asks and is answered, in as much of a maker's protocol as a scripted conversation needs. */
export interface Wire {
  readonly path: string;
  /** What the tools have answered so far, as the host shows it to its model. */
  readonly results: (request: Conversation) => string[];
  /** The events of one turn: the next tool call, or the end. */
  readonly turn: (use: ToolUse | undefined, count: number) => readonly Event[];
}

type Event = { readonly type: string } & Readonly<Record<string, unknown>>;

export interface Conversation {
  /** Anthropic’s Messages API. */
  readonly messages?: readonly { readonly content: string | readonly Block[] }[];
  /** OpenAI’s Responses API. */
  readonly input?: readonly Block[];
  readonly tools?: readonly unknown[];
}

interface Block {
  readonly type: string;
  readonly content?: unknown;
  readonly output?: unknown;
}

export interface ScriptedModel {
  readonly url: string;
  /** Begins a conversation in which these tools are called one after the other. */
  readonly begin: (uses: readonly ToolUse[]) => ScriptedConversation;
  readonly close: () => void;
}

export interface ScriptedConversation {
  /** What the tools answered, once it is over. */
  readonly results: () => readonly string[];
  /** The names of the tools that the host gave its model. */
  readonly tools: () => readonly string[];
}

/** Stands where the model would be, so that everything else, the assistant itself, is what people run. */
export async function startScriptedModel(wire: Wire): Promise<ScriptedModel> {
  let script: readonly ToolUse[] = [];
  let results: readonly string[] = [];
  let tools: readonly string[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.method !== 'POST' || !request.url?.startsWith(wire.path)) return response.writeHead(404).end('{}');
    const conversation = (await json(request)) as Conversation;
    const answered = wire.results(conversation);
    // Hosts also ask for titles and the like, without tools.
    const isMain = (conversation.tools?.length ?? 0) > 0;
    if (isMain) [results, tools] = [answered, namesOf(conversation.tools)];
    return send(response, wire.turn(isMain ? script[answered.length] : undefined, answered.length));
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    begin: (uses) => {
      [script, results, tools] = [uses, [], []];
      return { results: () => results, tools: () => tools };
    },
    close: () => void server.close(),
  };
}

/** However deep: a namespace holds functions, a function may be wrapped. */
function namesOf(tools: unknown): string[] {
  if (Array.isArray(tools)) return tools.flatMap(namesOf);
  if (typeof tools !== 'object' || tools === null) return [];
  const { name, ...rest } = tools as { name?: unknown; tools?: unknown; function?: unknown };
  return [...(typeof name === 'string' ? [name] : []), ...namesOf(rest.tools), ...namesOf(rest.function)];
}

function send(response: ServerResponse, events: readonly Event[]) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const event of events) response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  return response.end();
}

/** Of one text block, or of several as they are. */
function textOf(content: unknown): string {
  return typeof content === 'string' ? content : JSON.stringify(content);
}

/** https://docs.claude.com/en/api/messages-streaming */
export const ANTHROPIC_MESSAGES: Wire = {
  path: '/v1/messages',
  results: ({ messages = [] }) =>
    messages
      .flatMap(({ content }) => (typeof content === 'string' ? [] : content))
      .filter(({ type }) => type === 'tool_result')
      .map(({ content }) => textOf(content)),
  turn: (use, count) => {
    const usage = { input_tokens: 1, output_tokens: 1 };
    const message = { id: `msg_${count}`, type: 'message', role: 'assistant', model: 'scripted', content: [], usage };
    const block = use
      ? { type: 'tool_use', id: `toolu_${count}`, name: use.tool, input: {} }
      : { type: 'text', text: '' };
    const delta = use
      ? { type: 'input_json_delta', partial_json: JSON.stringify(use.input) }
      : { type: 'text_delta', text: 'Done.' };
    return [
      { type: 'message_start', message },
      { type: 'content_block_start', index: 0, content_block: block },
      { type: 'content_block_delta', index: 0, delta },
      { type: 'content_block_stop', index: 0 },
      { type: 'message_delta', delta: { stop_reason: use ? 'tool_use' : 'end_turn' }, usage },
      { type: 'message_stop' },
    ];
  },
};

/** https://platform.openai.com/docs/api-reference/responses-streaming; an MCP server is a namespace of functions. */
export const OPENAI_RESPONSES: Wire = {
  path: '/v1/responses',
  results: ({ input = [] }) =>
    input.filter(({ type }) => type === 'function_call_output').map(({ output }) => textOf(output)),
  turn: (use, count) => {
    const [namespace, name] = use?.tool.split('/') ?? [];
    const item = use
      ? {
          type: 'function_call',
          id: `fc_${count}`,
          call_id: `call_${count}`,
          namespace,
          name,
          arguments: JSON.stringify(use.input),
        }
      : { type: 'message', id: 'msg', role: 'assistant', content: [{ type: 'output_text', text: 'Done.' }] };
    const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };
    return [
      { type: 'response.created', response: { id: `resp_${count}` } },
      { type: 'response.output_item.done', output_index: 0, item },
      { type: 'response.completed', response: { id: `resp_${count}`, usage } },
    ];
  },
};
