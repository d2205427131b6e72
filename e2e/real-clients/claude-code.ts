import { openHome } from './home.ts';
import { programOf } from './installed.ts';
import { run, start } from './program.ts';
import { type KeyedClient, signInWith } from './real-client.ts';
import { ANTHROPIC_MESSAGES, startScriptedModel } from './scripted-model.ts';

const SERVER = 'countersign';

/** Claude Code, in a home of its own. */
export async function openClaudeCode(): Promise<KeyedClient> {
  const model = await startScriptedModel(ANTHROPIC_MESSAGES);
  const home = await openHome('claude-code', {
    ANTHROPIC_BASE_URL: model.url,
    ANTHROPIC_API_KEY: 'scripted',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_AUTOUPDATER: '1',
  });
  const program = programOf('claude');
  const claude = (...args: string[]) => ({ ...home, program, args });
  const converse = async (script: Parameters<typeof model.begin>[0]) => {
    const conversation = model.begin(script);
    await run(claude('--print', 'Do it.', '--allowedTools', `mcp__${SERVER}`));
    return conversation;
  };
  return {
    connect: async (connectorUrl, person, choice) => {
      await run(claude('mcp', 'add', '--transport', 'http', SERVER, connectorUrl));
      // It signs in from a terminal only; `script` of util-linux is one.
      const login = { ...home, program: 'script', args: ['-qec', `${program} mcp login ${SERVER}`, '/dev/null'] };
      await signInWith(start(login), person, choice);
    },
    connectWithKey: async (connectorUrl, key) => {
      const header = ['--header', `Authorization: Bearer ${key}`];
      await run(claude('mcp', 'add', '--transport', 'http', SERVER, connectorUrl, ...header));
    },
    listTools: async () => (await converse([])).tools().map((name) => name.replace(`mcp__${SERVER}__`, '')),
    call: async (...calls) => {
      const script = calls.map(([tool, input]) => ({ tool: `mcp__${SERVER}__${tool}`, input }));
      return (await converse(script)).results();
    },
    close: async () => {
      model.close();
      await home.remove();
    },
  };
}
