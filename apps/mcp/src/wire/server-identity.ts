import type { GatePass } from '@countersign/access/gate';

export const SERVER_INFO = { name: 'countersign', title: 'Countersign', version: '0.1.0' };

export const CAPABILITIES = { tools: { listChanged: false } };

/** Some clients cut instructions at 2 KB. */
const INSTRUCTIONS_BYTES_MAX = 2048;
const NAME_LENGTH_MAX = 120;

/** Where the connection is, so that nobody has to ask which organization they are changing. */
export function instructionsFor({ organization, team, connection }: GatePass): string {
  const name = organization.name.slice(0, NAME_LENGTH_MAX);
  const sentences = [
    `This connection works in one organization, ${name} (${organization.slug}),`,
    team ? `and only in its team ${team.name.slice(0, NAME_LENGTH_MAX)}.` : 'in all of its teams.',
    connection.approved.includes('mcp:write')
      ? 'The person allowed it to change data; the organization decides at each call whether that holds.'
      : 'The person allowed it to read, not to change data.',
    'Amounts are integers in minor units of their currency; times are ISO 8601.',
    'Lists are paged: pass nextCursor as cursor to go on. Give writes an idempotencyKey to make a retry safe.',
  ];
  return Buffer.from(sentences.join(' ')).subarray(0, INSTRUCTIONS_BYTES_MAX).toString();
}
