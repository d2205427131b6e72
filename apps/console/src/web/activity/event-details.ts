import type { ActivityEvent } from '@countersign/contracts/console-connections';
import { scopesInWords } from './event-words.ts';

const REFUSED: Record<string, string> = {
  invalid_input: 'What it sent was not valid',
  unauthenticated: 'Its access had ended',
  insufficient_scope: 'Its access did not cover this',
  access_disabled: 'MCP access was turned off',
  write_disabled: 'MCP write access was turned off',
  billing_write_disabled: 'MCP billing write was turned off',
  role_forbids: 'Your role does not allow this',
  not_found: 'It asked for something that is not there',
  conflict: 'Something else stood in the way',
  rate_limited: 'It called too often',
  unavailable: 'The service was not available',
  internal: 'Something went wrong on our side',
};

const exact = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'long' });

/** Everything known of an event, as labels and values; what is not known is not there. */
export function eventDetails(event: ActivityEvent): [label: string, value: string][] {
  const { details } = event;
  const error = text(details['error']);
  const facts: [string, string | undefined][] = [
    ['Time', exact.format(new Date(event.at))],
    ['Why', error && `${REFUSED[error] ?? 'Refused'} (${error})`],
    ['Repeated', details['replayed'] === true ? 'Answered from the first time; nothing was done twice' : undefined],
    ['Asked for', scopesInWords(details['requested']) || undefined],
    ['You allowed', scopesInWords(details['approved']) || undefined],
    ['Access carries', scopesInWords(details['scope']) || undefined],
    ['Address', event.address ?? undefined],
    ['Program', event.userAgent ?? undefined],
    ['Took', event.durationMs === null ? undefined : `${event.durationMs} ms`],
    ['For', text(details['resource'])],
    ['Digest of the arguments', text(details['argumentsDigest'])],
    ['Token id', text(details['jti'])],
    ['Request', event.requestId ?? undefined],
    ['Event', `${event.action} ${event.id}`],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== undefined);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
