import type { ClientGuide } from './client-guide.ts';
import { chatGpt } from './guides/chatgpt.ts';
import { claudeAi } from './guides/claude-ai.ts';
import { claudeCode } from './guides/claude-code.ts';
import { codex } from './guides/codex.ts';
import { cursor } from './guides/cursor.ts';
import { mcpInspector } from './guides/mcp-inspector.ts';
import { openAiResponses } from './guides/openai-responses.ts';
import { otherClient } from './guides/other-client.ts';
import { vsCode } from './guides/vs-code.ts';

/** In the order the pages show them. */
export const CLIENT_GUIDES: readonly ClientGuide[] = [
  claudeAi,
  chatGpt,
  claudeCode,
  codex,
  cursor,
  vsCode,
  mcpInspector,
  openAiResponses,
  otherClient,
];
