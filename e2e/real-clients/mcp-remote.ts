import type { Readable } from 'node:stream';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { openHome } from './home.ts';
import { programOf } from './installed.ts';
import { follow } from './program.ts';
import { type RealClient, visitPrinted } from './real-client.ts';

/** mcp-remote, as a host that can only start programs runs it: one process for the whole session, spoken to by its standard input. */
export async function openMcpRemote(): Promise<RealClient> {
  const home = await openHome('mcp-remote');
  const host = new Client({ name: 'host', version: '1.0.0' });
  let sentAway: Promise<string> | undefined;
  return {
    connect: async (connectorUrl, person, choice) => {
      const { env, cwd } = home;
      const transport = new StdioClientTransport({
        command: programOf('mcp-remote'),
        args: [connectorUrl],
        env: Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value ? [[name, value]] : []))),
        cwd,
        stderr: 'pipe',
      });
      const stderr = transport.stderr as Readable;
      await Promise.all([host.connect(transport), visitPrinted(follow([stderr]).says, person, choice)]);
      // It keeps a call waiting for its person to sign in again, whom nobody plays then.
      sentAway = new Promise((resolve) => {
        stderr.on('data', (chunk: Buffer) => {
          if (chunk.includes('Please authorize')) resolve(chunk.toString());
        });
      });
    },
    listTools: async () => (await host.listTools()).tools.map(({ name }) => name),
    call: async (...calls) => {
      const answers: string[] = [];
      for (const [name, input] of calls) {
        const called = host.callTool({ name, arguments: input }).catch(String);
        answers.push(JSON.stringify(await Promise.race([called, sentAway])));
      }
      return answers;
    },
    close: async () => {
      await host.close();
      await home.remove();
    },
  };
}
