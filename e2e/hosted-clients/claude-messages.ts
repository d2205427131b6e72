import { expect } from 'vitest';
import type { Replay, Sent } from './hosted-client.ts';
import { ADA, call, legacy, modern, modernHeaders, TOOLS, WHOAMI } from './spellings.ts';

export const CLAUDE_USER = { 'User-Agent': 'Claude-User' };
export const INITIALIZE = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'claude-ai', version: '0.1.0' },
};

/** A message of 2026-07-28 under whatever header says otherwise. */
function under(header: string | undefined, method: string, params: object, answer: Sent['answer']): Sent {
  const headers = { ...CLAUDE_USER, ...modernHeaders(method, method === 'tools/call' ? 'whoami' : undefined) };
  const { 'MCP-Protocol-Version': _, ...others } = headers as Record<string, string>;
  return call(
    modern(method, params),
    answer,
    header === undefined ? others : { ...others, 'MCP-Protocol-Version': header },
  );
}

/** How its messages to the connector were seen to be spelt. */
export const CLAUDE_MESSAGES: readonly Replay[] = [
  {
    promise: 'connects with server/discover and is answered in every call that follows under the header of 2025',
    seen: 'September 2026',
    sources: ['anthropics/claude-code#93290'],
    exchange: [
      call(
        modern('server/discover'),
        { status: 200, body: { result: expect.any(Object) } },
        {
          ...CLAUDE_USER,
          ...modernHeaders('server/discover'),
        },
      ),
      under('2025-11-25', 'tools/list', {}, TOOLS),
      under('2025-11-25', 'tools/call', WHOAMI, ADA),
    ],
  },
  {
    promise: 'is answered without the header, and with the header twice in one line',
    seen: 'September 2026',
    sources: ['anthropics/claude-ai-mcp#70', 'different-ai/openwork#3944'],
    exchange: [
      under(undefined, 'tools/list', {}, TOOLS),
      under(undefined, 'tools/call', WHOAMI, ADA),
      call(
        legacy('initialize', INITIALIZE),
        { status: 200, body: { result: { protocolVersion: '2025-11-25' } } },
        CLAUDE_USER,
      ),
      call(legacy('tools/call', WHOAMI), ADA, CLAUDE_USER),
      call(legacy('tools/list', {}), TOOLS, { ...CLAUDE_USER, 'MCP-Protocol-Version': '2025-11-25, 2025-11-25' }),
    ],
  },
  {
    promise: 'names its own newest revision over a message of before, and is answered',
    seen: 'September 2026',
    sources: ['CodeWithCJ/SparkyFitness#2155', 'anthropics/claude-code#92835'],
    exchange: [
      call(legacy('tools/list', {}), TOOLS, { ...CLAUDE_USER, 'MCP-Protocol-Version': '2026-07-28' }),
      call(legacy('tools/call', WHOAMI), ADA, { ...CLAUDE_USER, 'MCP-Protocol-Version': '2026-11-01' }),
    ],
  },
  {
    promise: 'may initialize after a good server/discover, as Claude Code does',
    seen: 'October 2026',
    sources: ['anthropics/claude-code#96183'],
    exchange: [
      call(modern('server/discover'), { status: 200 }, { ...CLAUDE_USER, ...modernHeaders('server/discover') }),
      call(
        legacy('initialize', INITIALIZE),
        { status: 200, body: { result: { protocolVersion: '2025-11-25' } } },
        CLAUDE_USER,
      ),
      call(legacy('tools/call', WHOAMI), ADA, { ...CLAUDE_USER, 'MCP-Protocol-Version': '2025-11-25' }),
    ],
  },
  {
    promise: 'is answered where it takes any form, and is never refused for the headers it accepts',
    seen: 'August 2026',
    sources: ['anthropics/claude-code#45368', 'modelcontextprotocol/typescript-sdk#1944'],
    exchange: ['*/*', 'application/json', 'application/*', 'Application/JSON'].map((Accept) =>
      call(legacy('tools/call', WHOAMI), ADA, { ...CLAUDE_USER, Accept }),
    ),
  },
  {
    promise: 'sends what is nested as text, and is read or told in a sentence, never in a validator’s words',
    seen: 'July 2026',
    sources: ['anthropics/claude-ai-mcp#591'],
    exchange: [
      call(legacy('tools/call', { name: 'list_projects', arguments: '{"limit": 1}' }), {
        status: 200,
        body: { result: { structuredContent: { items: [expect.any(Object)] } } },
      }),
    ],
  },
];
