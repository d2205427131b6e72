import type { GatePass } from '@countersign/access/gate/gate-pass';
import { quotedName } from '@countersign/contracts/quoted-name';
import type { ToolChoice } from './tool-choice.ts';

export const SERVER_INFO = { name: 'countersign', title: 'Countersign', version: '0.1.0' };

export const CAPABILITIES = {
  tools: { listChanged: false },
  prompts: { listChanged: false },
  resources: { listChanged: false, subscribe: false },
};

/** Some clients cut instructions at 2 KB. */
const INSTRUCTIONS_BYTES_MAX = 2048;
/** A key may hold a scope for each module there is. */
const SCOPES_LENGTH_MAX = 600;

/**
 * Where the caller is, so that nobody has to ask which organization they are changing. Assistants follow what stands here, so names, which
 * people chose, are quoted: they cannot go on as words of ours.
 */
export function instructionsFor(pass: GatePass, { readOnly }: Pick<ToolChoice, 'readOnly'>): string {
  const { organization, team, apiKey } = pass;
  const sentences = [
    `This ${apiKey ? 'API key' : 'connection'} works in one organization, ${quotedName(organization.name)} (${organization.slug}),`,
    team ? `and only in its team ${quotedName(team.name)}.` : 'in all of its teams.',
    readOnly ? 'Here it only reads, whatever it was allowed.' : allowanceOf(pass),
    'Amounts are integers in minor units of their currency; times are ISO 8601.',
    'Lists are paged: pass nextCursor as cursor to go on. Give writes an idempotencyKey to make a retry safe.',
  ];
  return Buffer.from(sentences.join(' ')).subarray(0, INSTRUCTIONS_BYTES_MAX).toString();
}

function allowanceOf({ granted, apiKey }: GatePass): string {
  if (apiKey) {
    const owner = apiKey.kind === 'personal' ? 'It can do no more than its person. ' : '';
    const scopes = granted.scopes.join(' ').slice(0, SCOPES_LENGTH_MAX);
    return `${owner}It was given ${scopes}; for changes the organization decides at each call whether that holds.`;
  }
  return granted.scopes.some((scope) => scope === 'mcp:write')
    ? 'The person allowed it to change data; the organization decides at each call whether that holds.'
    : 'The person allowed it to read, not to change data.';
}
