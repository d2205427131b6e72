import { counter } from '@countersign/runtime/metrics';

export const gateRefusals = counter(
  'gate_refusals_total',
  'Requests of connections and API keys that no longer open.',
  ['kind', 'reason'],
);
