import type { Published } from './clients.ts';
import { pinned } from './installed.ts';
import type { Life } from './life.ts';

/** Around the table in docs/clients.md. */
export const MARKS = ['<!-- What the journeys saw -->', '<!-- End of what the journeys saw -->'] as const;

const HEAD = ['client', 'version', 'known by', 'speaks', 'reads, writes', 'renews', 'once revoked'];

/** How a row of it begins. */
export function named({ name, package: npm }: Published): readonly [name: string, version: string] {
  return [name, `\`${npm}\` ${pinned(npm)}`];
}

/** The table of a run, as it stands in the docs. Throws what a client failed with. */
export async function tableOf(clients: readonly Published[], lives: readonly Life[]): Promise<string> {
  const rows = await Promise.all(
    clients.map(async (client, index) => [...named(client), ...(await seen(lives[index]))]),
  );
  const widths = HEAD.map((_, column) => Math.max(...[HEAD, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(HEAD), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

async function seen(life: Life | undefined): Promise<readonly string[]> {
  if (life === undefined) throw new Error('This client was not run');
  const [{ clientId }, { answers, revision = '' }, renewed, cutOff] = await Promise.all([
    life.connected,
    life.worked,
    life.renewed,
    life.cutOff,
  ]);
  return [
    clientId.startsWith('https://') ? 'its metadata document' : 'registration',
    revision,
    answers.map((answer) => (answer.includes('"id') || answer.includes('\\"id') ? 'yes' : 'no')).join(', '),
    renewed.accessTokens > 1 ? renewed.when : 'no',
    cutOff.includes('ada@example.test') ? 'still answered' : 'hears nothing',
  ];
}
