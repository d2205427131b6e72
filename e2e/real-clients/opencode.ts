import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CHAT_COMPLETIONS } from './chat-completions.ts';
import { openHome } from './home.ts';
import { programOf } from './installed.ts';
import { run, start } from './program.ts';
import { type RealClient, signInWith } from './real-client.ts';
import { startScriptedModel } from './scripted-model.ts';

const SERVER = 'countersign';

/** opencode, in a home of its own. */
export async function openOpencode(): Promise<RealClient> {
  const model = await startScriptedModel(CHAT_COMPLETIONS);
  const home = await openHome('opencode', {
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_DISABLE_MODELS_FETCH: '1',
    OPENCODE_PERMISSION: '{"*":"allow"}',
  });
  const opencode = (...args: string[]) => ({ ...home, program: programOf('opencode'), args });
  const settings = (url: string) => ({
    mcp: { [SERVER]: { type: 'remote', url } },
    model: 'scripted/scripted',
    small_model: 'scripted/scripted',
    provider: {
      scripted: {
        npm: '@ai-sdk/openai-compatible',
        options: { baseURL: `${model.url}/v1`, apiKey: 'scripted' },
        models: { scripted: { tool_call: true } },
      },
    },
  });
  const converse = async (script: Parameters<typeof model.begin>[0]) => {
    const conversation = model.begin(script);
    await run(opencode('run', 'Do it.'));
    return conversation;
  };
  return {
    connect: async (connectorUrl, person, choice) => {
      await writeFile(join(home.cwd, 'opencode.json'), JSON.stringify(settings(connectorUrl)));
      await signInWith(start(opencode('mcp', 'auth', SERVER)), person, choice);
    },
    listTools: async () => (await converse([])).tools().map((name) => name.replace(`${SERVER}_`, '')),
    call: async (...calls) =>
      (await converse(calls.map(([tool, input]) => ({ tool: `${SERVER}_${tool}`, input })))).results(),
    close: async () => {
      model.close();
      await home.remove();
    },
  };
}
