import { anyHost } from './any-host.ts';
import { chatGpt } from './chatgpt.ts';
import { claude } from './claude.ts';
import { copilotCli } from './copilot-cli.ts';
import { copilotStudio } from './copilot-studio.ts';
import { cursor } from './cursor.ts';
import { devin } from './devin.ts';
import { gemini } from './gemini.ts';
import { grok } from './grok.ts';
import type { HostedClient } from './hosted-client.ts';
import { jetBrains } from './jet-brains.ts';
import { leChat } from './le-chat.ts';
import { libreChat } from './libre-chat.ts';
import { metaAi } from './meta-ai.ts';
import { n8n } from './n8n.ts';
import { openWebUi } from './open-web-ui.ts';
import { perplexity } from './perplexity.ts';
import { raycast } from './raycast.ts';
import { vsCode } from './vs-code.ts';

export const HOSTED_CLIENTS: readonly HostedClient[] = [
  claude,
  chatGpt,
  copilotStudio,
  vsCode,
  copilotCli,
  gemini,
  grok,
  perplexity,
  leChat,
  cursor,
  n8n,
  raycast,
  libreChat,
  openWebUi,
  jetBrains,
  devin,
  metaAi,
  anyHost,
];
