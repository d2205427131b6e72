import { auth } from '@modelcontextprotocol/sdk/client/auth.js';
import { library } from './installed.ts';
import { openLibraryClient } from './library-client.ts';
import type { RealClient } from './real-client.ts';

/** What is used of it: https://docs.langchain.com/oss/javascript/langchain/mcp */
interface LangChainMcpAdapters {
  readonly MultiServerMCPClient: new (
    config: object,
  ) => {
    readonly getTools: () => Promise<{ name: string; invoke: (input: object) => Promise<unknown> }[]>;
    readonly close: () => Promise<void>;
  };
}

/** LangChain's adapters: their tools are what an agent is given. Signing in is the program's, with the official SDK. */
export async function openLangChain(): Promise<RealClient> {
  const { MultiServerMCPClient } = await library<LangChainMcpAdapters>('@langchain/mcp-adapters');
  return openLibraryClient({
    open: async (url, authProvider) => {
      const client = new MultiServerMCPClient({
        mcpServers: { countersign: { transport: 'http', url, authProvider } },
      });
      const tools = new Map((await client.getTools()).map((tool) => [tool.name, tool]));
      return {
        listTools: async () => [...tools.keys()],
        call: async (tool, input) => tools.get(tool)?.invoke(input),
        close: () => client.close(),
      };
    },
    finish: (serverUrl, provider, { searchParams }) =>
      auth(provider, { serverUrl, authorizationCode: searchParams.get('code') ?? '' }),
  });
}
