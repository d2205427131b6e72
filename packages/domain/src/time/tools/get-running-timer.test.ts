import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import { getRunningTimer } from './get-running-timer.ts';

const { callAs } = useDemoCaller();

it('shows the caller’s own timer, or nothing', async () => {
  expect(await callAs({ person: 'ben', organization: 'acme' }, getRunningTimer, {})).toMatchObject({
    timer: { memberId: fixedId('user', 'ben'), running: true, minutes: null },
  });
  expect(await callAs({ person: 'ada', organization: 'acme' }, getRunningTimer, {})).toEqual({ timer: null });
});

it('shows another member’s', async () => {
  const answer = await callAs({ person: 'ada', organization: 'acme' }, getRunningTimer, {
    memberId: fixedId('user', 'ben'),
  });
  expect(answer).toMatchObject({ timer: { memberName: 'Ben' } });
});
