import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openHome } from './home.ts';
import { programOf } from './installed.ts';
import { run, start } from './program.ts';
import { type RealClient, signInWith } from './real-client.ts';

const SERVER = 'countersign';

/** mcporter: every command is a process of its own, and finds its tokens in its home. */
export async function openMcporter(): Promise<RealClient> {
  // Where nobody is to sign in again, it gives up at once.
  const home = await openHome('mcporter', { MCPORTER_OAUTH_NO_BROWSER: '1' });
  const mcporter = (...args: string[]) => ({ ...home, program: programOf('mcporter'), args });
  return {
    connect: async (connectorUrl, person, choice) => {
      await run(mcporter('config', 'add', SERVER, connectorUrl, '--allow-http'));
      await signInWith(start(mcporter('auth', SERVER, '--no-browser')), person, choice);
    },
    listTools: async () => {
      const { tools } = JSON.parse(await run(mcporter('list', SERVER, '--json'))) as { tools: { name: string }[] };
      return tools.map(({ name }) => name);
    },
    call: async (...calls) => {
      const answers: string[] = [];
      for (const [tool, input] of calls) {
        const args = ['call', `${SERVER}.${tool}`, '--args', JSON.stringify(input), '--output', 'json'];
        answers.push(await start(mcporter('--oauth-timeout', '1000', ...args)).printed());
      }
      return answers;
    },
    hourPasses: async () => {
      const vault = join(home.cwd, '.mcporter/credentials.json');
      const text = await readFile(vault, 'utf8');
      await writeFile(vault, text.replace(/"expires_at": \d+/, `"expires_at": ${Math.floor(Date.now() / 1000)}`));
    },
    close: home.remove,
  };
}
