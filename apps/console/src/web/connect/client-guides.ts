import type { ClientGuide } from './client-guide.ts';
import { chatGpt } from './guides/chatgpt.ts';
import { claudeAi } from './guides/claude-ai.ts';
import { claudeCode } from './guides/claude-code.ts';
import { cline } from './guides/cline.ts';
import { codex } from './guides/codex.ts';
import { copilotCli } from './guides/copilot-cli.ts';
import { cursor } from './guides/cursor.ts';
import { geminiCli } from './guides/gemini-cli.ts';
import { mcpInspector } from './guides/mcp-inspector.ts';
import { n8n } from './guides/n8n.ts';
import { openAiResponses } from './guides/openai-responses.ts';
import { opencode } from './guides/opencode.ts';
import { otherClient } from './guides/other-client.ts';
import { qwenCode } from './guides/qwen-code.ts';
import { vsCode } from './guides/vs-code.ts';

/** In the order the pages show them. */
export const CLIENT_GUIDES: readonly ClientGuide[] = [
  claudeAi,
  chatGpt,
  claudeCode,
  codex,
  cursor,
  vsCode,
  cline,
  copilotCli,
  geminiCli,
  opencode,
  qwenCode,
  n8n,
  mcpInspector,
  openAiResponses,
  otherClient,
];
