import { freePort } from '@countersign/testing/free-port';
import { openHome } from './home.ts';
import { programOf } from './installed.ts';
import { run, start } from './program.ts';
import { type RealClient, signInWith } from './real-client.ts';

/** MCP Inspector's command line: every command is a process of its own. */
export async function openInspectorCli(): Promise<RealClient> {
  const home = await openHome('inspector', { MCP_AUTO_OPEN_ENABLED: 'true', MCP_INSPECTOR_SECRET_STORE: 'file' });
  const callback = `http://127.0.0.1:${await freePort()}/oauth/callback`;
  let url = '';
  const inspector = (...args: string[]) => ({
    ...home,
    program: programOf('mcp-inspector'),
    args: ['--cli', url, '--transport', 'http', '--callback-url', callback, '--format', 'json', ...args],
  });
  return {
    connect: async (connectorUrl, person, choice) => {
      url = connectorUrl;
      await signInWith(start(inspector('--method', 'tools/list')), person, choice);
    },
    listTools: async () => {
      const printed = await run(inspector('--method', 'tools/list', '--quiet', '--stored-auth-only'));
      return [...printed.matchAll(/"name":\s*"([a-z_]+)"/g)].map(([, name = '']) => name);
    },
    call: async (...calls) => {
      const answers: string[] = [];
      for (const [tool, input] of calls) {
        const args = ['--method', 'tools/call', '--tool-name', tool, '--tool-args-json', JSON.stringify(input)];
        answers.push(await start(inspector(...args, '--quiet', '--stored-auth-only')).printed());
      }
      return answers;
    },
    close: home.remove,
  };
}
