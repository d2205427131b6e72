import { openHome } from './home.ts';
import { programOf } from './installed.ts';
import { run, start } from './program.ts';
import { type KeyedClient, signInWith } from './real-client.ts';
import { OPENAI_RESPONSES, startScriptedModel } from './scripted-model.ts';

const SERVER = 'countersign';

/** Codex, in a home of its own. */
export async function openCodex(): Promise<KeyedClient> {
  const model = await startScriptedModel(OPENAI_RESPONSES);
  const home = await openHome('codex', { SCRIPTED_KEY: 'scripted' });
  const provider = `{name="scripted",base_url="${model.url}/v1",env_key="SCRIPTED_KEY",wire_api="responses"}`;
  const settings = ['model="scripted"', 'model_provider="scripted"', `model_providers.scripted=${provider}`];
  const codex = (...args: string[]) => ({ ...home, program: programOf('codex'), args });
  const converse = async (script: Parameters<typeof model.begin>[0]) => {
    const conversation = model.begin(script);
    const options = settings.flatMap((setting) => ['-c', setting]);
    await run(codex('exec', '--skip-git-repo-check', '--sandbox', 'read-only', ...options, 'Do it.'));
    return conversation;
  };
  return {
    connect: async (connectorUrl, person, choice) => {
      // Adding finds the authorization server by itself and signs in at once.
      await signInWith(start(codex('mcp', 'add', SERVER, '--url', connectorUrl)), person, choice);
    },
    connectWithKey: async (connectorUrl, key) => {
      home.env['COUNTERSIGN_KEY'] = key;
      await run(codex('mcp', 'add', SERVER, '--url', connectorUrl, '--bearer-token-env-var', 'COUNTERSIGN_KEY'));
    },
    listTools: async () => (await converse([])).tools(),
    call: async (...calls) =>
      (await converse(calls.map(([tool, input]) => ({ tool: `mcp__${SERVER}/${tool}`, input })))).results(),
    close: async () => {
      model.close();
      await home.remove();
    },
  };
}
