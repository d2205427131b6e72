import { LOOPBACK } from '@countersign/contracts/console-assistants';

interface KnownAssistant {
  readonly origin: string;
  readonly name: string;
  readonly hint?: string;
}

/** What is offered without typing: what the makers' own documents and addresses are, as clients bring them today. */
export const KNOWN_ASSISTANTS: readonly KnownAssistant[] = [
  { origin: 'claude.ai', name: 'Claude and Claude Code' },
  { origin: 'chatgpt.com', name: 'ChatGPT and Codex' },
  { origin: 'cursor.com', name: 'Cursor' },
  { origin: 'cursor:', name: 'Cursor', hint: 'The app on a person’s computer, by the addresses it opens.' },
  { origin: 'vscode.dev', name: 'Visual Studio Code' },
  {
    origin: LOOPBACK,
    name: 'Programs on people’s own computers',
    hint: 'Such as MCP Inspector. Nothing tells one from another.',
  },
];

/** What stands for an assistant, in words: its name, and by what it is known where that says more. */
export function assistantLabel(origin: string): string {
  const name = KNOWN_ASSISTANTS.find((known) => known.origin === origin)?.name;
  if (name === undefined) return origin;
  return origin === LOOPBACK ? name : `${name} (${origin})`;
}
