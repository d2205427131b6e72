import type { WriteAccessDecisionView } from '@countersign/contracts/console-organization';
import { assistantLabel } from '../assistants/known-assistants.ts';
import { SWITCH_WORDS } from './switch-words.ts';

const list = new Intl.ListFormat('en', { type: 'conjunction' });

/** What was decided, to go on from who did: “turned on MCP write access”. */
export function decisionWords(decision: WriteAccessDecisionView): string {
  switch (decision.kind) {
    case 'approved':
    case 'declined': {
      const { kind, person, billing } = decision;
      const whose = person ? `the request of ${person.name}` : 'a request';
      return `${kind} ${whose} for ${SWITCH_WORDS[billing ? 'billingWrite' : 'write']}`;
    }
    case 'switches': {
      const names = (on: boolean) =>
        decision.moved.filter((one) => one.on === on).map(({ name }) => SWITCH_WORDS[name]);
      return listed([`turned on `, names(true)], [`turned off `, names(false)]);
    }
    case 'assistants': {
      const { onlyListed, added, removed } = decision;
      const who = onlyListed === null ? [] : [onlyListed ? 'only assistants on the list' : 'every assistant'];
      return listed(
        ['let in ', who],
        ['put on the list of assistants: ', added.map(assistantLabel)],
        ['took off the list of assistants: ', removed.map(assistantLabel)],
      );
    }
  }
}

/** What was done to what, leaving out what was done to nothing. */
function listed(...done: readonly (readonly [does: string, what: readonly string[]])[]): string {
  const parts = done.filter(([, what]) => what.length > 0).map(([does, what]) => does + list.format(what));
  return parts.join('; ');
}
