import { openAiSdk } from './ai-sdk.ts';
import { openInspectorCli } from './inspector-cli.ts';
import { openLangChain } from './langchain.ts';
import { openMastra } from './mastra.ts';
import { openMcpRemote } from './mcp-remote.ts';
import { openMcporter } from './mcporter.ts';
import { openOpenAiAgents } from './openai-agents.ts';
import type { RealClient } from './real-client.ts';

export interface Published {
  readonly name: string;
  /** Its package on npm. */
  readonly package: string;
  readonly open: () => Promise<RealClient>;
}

/** Every client whose whole life the journeys walk. */
export const REAL_CLIENTS: readonly Published[] = [
  { name: 'mcporter', package: 'mcporter', open: openMcporter },
  { name: 'MCP Inspector, command line', package: '@modelcontextprotocol/inspector', open: openInspectorCli },
  { name: 'mcp-remote', package: 'mcp-remote', open: openMcpRemote },
  { name: 'AI SDK', package: '@ai-sdk/mcp', open: openAiSdk },
  { name: 'OpenAI Agents', package: '@openai/agents', open: openOpenAiAgents },
  { name: 'LangChain', package: '@langchain/mcp-adapters', open: openLangChain },
  { name: 'Mastra', package: '@mastra/mcp', open: openMastra },
];
