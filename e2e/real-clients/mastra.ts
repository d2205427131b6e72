import { freePort } from '@countersign/testing/free-port';
import { registerPublic } from '@countersign/testing/oauth-client';
import { library } from './installed.ts';
import type { RealClient } from './real-client.ts';

/** What is used of it: https://mastra.ai/reference/tools/mcp-client */
interface MastraMcp {
  readonly MCPClient: new (options: object) => MastraClient;
  readonly MCPOAuthClientProvider: new (options: object) => object;
}
interface MastraClient {
  readonly authenticate: (server: string) => Promise<unknown>;
  readonly listTools: () => Promise<Record<string, MastraTool>>;
  readonly disconnect: () => Promise<void>;
}
interface MastraTool {
  readonly execute: (input: object, options: object) => Promise<unknown>;
}

const SERVER = 'countersign';

/** Mastra. It registers nothing, so its program does; it signs in by itself and listens for the person’s return. */
export async function openMastra(): Promise<RealClient> {
  const { MCPClient, MCPOAuthClientProvider } = await library<MastraMcp>('@mastra/mcp');
  const redirectUrl = `http://127.0.0.1:${await freePort()}/oauth/callback`;
  let client: MastraClient | undefined;
  let tools: Record<string, MastraTool> = {};
  return {
    connect: async (connectorUrl, person, choice) => {
      const authProvider = new MCPOAuthClientProvider({
        redirectUrl,
        clientMetadata: { redirect_uris: [redirectUrl] },
        clientInformation: { client_id: await register(connectorUrl, redirectUrl) },
        onRedirectToAuthorization: async (url: URL) => void (await fetch(await person.consent(url, choice))),
      });
      client = new MCPClient({ servers: { [SERVER]: { url: new URL(connectorUrl), authProvider } } });
      await client.authenticate(SERVER);
      tools = await client.listTools();
    },
    listTools: async () => Object.keys(tools).map((name) => name.replace(`${SERVER}_`, '')),
    call: async (...calls) => {
      const answers: string[] = [];
      for (const [tool, input] of calls) {
        const answer = await tools[`${SERVER}_${tool}`]?.execute(input, {}).catch(String);
        answers.push(typeof answer === 'string' ? answer : JSON.stringify(answer));
      }
      return answers;
    },
    close: async () => client?.disconnect(),
  };
}

/** At the authorization server that the connector names. */
async function register(connectorUrl: string, redirectUrl: string): Promise<string> {
  const { origin, pathname } = new URL(connectorUrl);
  const answer = await fetch(`${origin}/.well-known/oauth-protected-resource${pathname}`);
  const { authorization_servers: servers } = (await answer.json()) as { authorization_servers: [string] };
  return registerPublic({ url: servers[0] }, redirectUrl, 'Mastra');
}
