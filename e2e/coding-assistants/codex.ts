import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CodingAssistant, signInWith } from './coding-assistant.ts';
import { run, start } from './program.ts';
import { OPENAI_RESPONSES, startScriptedModel } from './scripted-model.ts';

const SERVER = 'countersign';

/** Codex, in a home of its own. */
export async function openCodex(program: string): Promise<CodingAssistant> {
  const home = await mkdtemp(join(tmpdir(), 'countersign-codex-'));
  const model = await startScriptedModel(OPENAI_RESPONSES);
  const env: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    TMPDIR: process.env['TMPDIR'],
    HOME: home,
    SCRIPTED_KEY: 'scripted',
    // It would open a browser, if it found one.
    BROWSER: 'true',
  };
  const provider = `{name="scripted",base_url="${model.url}/v1",env_key="SCRIPTED_KEY",wire_api="responses"}`;
  const settings = ['model="scripted"', 'model_provider="scripted"', `model_providers.scripted=${provider}`];
  const codex = (...args: string[]) => ({ program, args, env, cwd: home });
  return {
    connect: async (connectorUrl, person, choice) => {
      // Adding finds the authorization server by itself and signs in at once.
      await signInWith(start(codex('mcp', 'add', SERVER, '--url', connectorUrl)), person, choice);
    },
    connectWithKey: async (connectorUrl, key) => {
      env.COUNTERSIGN_KEY = key;
      await run(codex('mcp', 'add', SERVER, '--url', connectorUrl, '--bearer-token-env-var', 'COUNTERSIGN_KEY'));
    },
    call: async (...calls) => {
      const conversation = model.begin(calls.map(([tool, input]) => ({ tool: `mcp__${SERVER}/${tool}`, input })));
      const options = settings.flatMap((setting) => ['-c', setting]);
      await run(codex('exec', '--skip-git-repo-check', '--sandbox', 'read-only', ...options, 'Do it.'));
      return conversation.results();
    },
    close: async () => {
      model.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}
