import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CodingAssistant, signInWith } from './coding-assistant.ts';
import { run, start } from './program.ts';
import { ANTHROPIC_MESSAGES, startScriptedModel } from './scripted-model.ts';

const SERVER = 'countersign';

/** Claude Code, in a home of its own. */
export async function openClaudeCode(program: string): Promise<CodingAssistant> {
  const home = await mkdtemp(join(tmpdir(), 'countersign-claude-code-'));
  const model = await startScriptedModel(ANTHROPIC_MESSAGES);
  const env = {
    PATH: process.env['PATH'],
    TMPDIR: process.env['TMPDIR'],
    HOME: home,
    TERM: 'xterm',
    ANTHROPIC_BASE_URL: model.url,
    ANTHROPIC_API_KEY: 'scripted',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_AUTOUPDATER: '1',
  };
  const claude = (...args: string[]) => ({ program, args, env, cwd: home });
  return {
    connect: async (connectorUrl, person, choice) => {
      await run(claude('mcp', 'add', '--transport', 'http', SERVER, connectorUrl));
      // It signs in from a terminal only; `script` of util-linux is one.
      const login = { ...claude(), program: 'script', args: ['-qec', `${program} mcp login ${SERVER}`, '/dev/null'] };
      await signInWith(start(login), person, choice);
    },
    connectWithKey: async (connectorUrl, key) => {
      const header = ['--header', `Authorization: Bearer ${key}`];
      await run(claude('mcp', 'add', '--transport', 'http', SERVER, connectorUrl, ...header));
    },
    call: async (...calls) => {
      const script = calls.map(([tool, input]) => ({ tool: `mcp__${SERVER}__${tool}`, input }));
      const conversation = model.begin(script);
      await run(claude('--print', 'Do it.', '--allowedTools', `mcp__${SERVER}`));
      return conversation.results();
    },
    close: async () => {
      model.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}
