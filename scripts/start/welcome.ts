import { withQueries } from '@countersign/db/connections/transaction';
import { DEMO_ORGANIZATIONS, DEMO_PASSWORD } from '@countersign/prisma/people';
import { fixedId } from '@countersign/runtime/ids';
import { withPool } from './database.ts';
import type { Settings } from './settings.ts';

/** What to do now: the addresses, how to connect a client, and whom to sign in as. */
export async function welcome(
  ownerUrl: string,
  { urls, dataDirectory, mailsIntoFolder, showsMail }: Settings,
): Promise<string> {
  const people = await demoPeople(ownerUrl);
  return `
Countersign is ready.

  Console         ${urls.console}
  Authorization   ${urls.auth}
  Connector URL   ${urls.mcp}/mcp

  Connect Claude Code:
    claude mcp add --transport http countersign ${urls.mcp}/mcp

${people}
  Logs: ${dataDirectory}/logs.${mailsIntoFolder ? ` Mail: ${showsMail ? `${urls.console}/dev/mail` : `${dataDirectory}/mail`}.` : ''} Ctrl-C stops everything.
`;
}

/** The people of the demo with their roles, when the database holds them. */
async function demoPeople(ownerUrl: string): Promise<string> {
  const present = await withPool(ownerUrl, (pool) =>
    withQueries(pool, (db) => db.selectFrom('user').select('email').where('id', '=', fixedId('user', 'ada')).execute()),
  );
  if (present.length === 0) return '';
  const roles = new Map<string, string[]>();
  for (const organization of DEMO_ORGANIZATIONS) {
    for (const [person, role] of Object.entries(organization.roles)) {
      const team = organization.inTeam[person as keyof typeof organization.inTeam];
      const text = `${organization.name}: ${role}${team ? ` (${team})` : ''}`;
      roles.set(person, [...(roles.get(person) ?? []), text]);
    }
  }
  const lines = [...roles].map(([person, texts]) => `    ${`${person}@example.test`.padEnd(20)} ${texts.join(', ')}`);
  return `  Demo people, password ${DEMO_PASSWORD}:\n${lines.join('\n')}\n`;
}
