import { auth } from '@modelcontextprotocol/client';
import { library } from './installed.ts';
import { openLibraryClient } from './library-client.ts';
import type { RealClient } from './real-client.ts';

/** What is used of it: https://openai.github.io/openai-agents-js/guides/mcp/ */
interface OpenAiAgents {
  readonly MCPServerStreamableHttp: new (
    options: object,
  ) => {
    readonly connect: () => Promise<void>;
    readonly listTools: () => Promise<{ name: string }[]>;
    readonly callTool: (tool: string, input: object) => Promise<unknown>;
    readonly close: () => Promise<void>;
  };
}

/** OpenAI Agents: an MCP server of an agent, used as its runner uses it. Signing in is the program's, with the official SDK. */
export async function openOpenAiAgents(): Promise<RealClient> {
  const { MCPServerStreamableHttp } = await library<OpenAiAgents>('@openai/agents');
  return openLibraryClient({
    open: async (url, authProvider) => {
      const server = new MCPServerStreamableHttp({ url, authProvider, name: 'countersign' });
      await server.connect();
      return {
        listTools: async () => (await server.listTools()).map(({ name }) => name),
        call: (tool, input) => server.callTool(tool, input),
        close: () => server.close(),
      };
    },
    finish: (serverUrl, provider, { searchParams }) =>
      auth(provider, {
        serverUrl,
        authorizationCode: searchParams.get('code') ?? '',
        iss: searchParams.get('iss') ?? '',
      }),
  });
}
