import { library } from './installed.ts';
import { openLibraryClient } from './library-client.ts';
import type { RealClient } from './real-client.ts';

/** What is used of it: https://ai-sdk.dev/docs/ai-sdk-core/mcp-tools */
interface AiSdkMcp {
  readonly createMCPClient: (config: object) => Promise<{
    readonly tools: () => Promise<Record<string, Tool>>;
    readonly close: () => Promise<void>;
  }>;
  readonly auth: (provider: object, options: object) => Promise<'AUTHORIZED' | 'REDIRECT'>;
}
interface Tool {
  readonly execute: (input: object, options: object) => Promise<unknown>;
}

/** The AI SDK: its tools are what `generateText` is given, and are executed as it does. */
export async function openAiSdk(): Promise<RealClient> {
  const { createMCPClient, auth } = await library<AiSdkMcp>('@ai-sdk/mcp');
  return openLibraryClient({
    open: async (url, authProvider) => {
      const client = await createMCPClient({ transport: { type: 'http', url, authProvider } });
      const tools = await client.tools();
      return {
        listTools: async () => Object.keys(tools),
        call: async (tool, input) => tools[tool]?.execute(input, { toolCallId: 'call', messages: [] }),
        close: () => client.close(),
      };
    },
    finish: (serverUrl, provider, { searchParams }) =>
      auth(provider, {
        serverUrl,
        authorizationCode: searchParams.get('code'),
        callbackIssuer: searchParams.get('iss'),
      }),
  });
}
