import { expect, it } from 'vitest';
import { changedSwitches } from './change-write-access.ts';

const OFF = { access: true, write: false, billingWrite: false };
const WRITE = { access: true, write: true, billingWrite: false };
const BOTH = { access: true, write: true, billingWrite: true };

it('clears billing when write goes off, whatever else is asked', () => {
  expect(changedSwitches(BOTH, { write: false })).toEqual(OFF);
  expect(changedSwitches(BOTH, { write: false, billingWrite: false })).toEqual(OFF);
});

it('does not bring billing back when write comes back', () => {
  expect(changedSwitches(changedSwitches(BOTH, { write: false }), { write: true })).toEqual(WRITE);
});

it('refuses billing without write', () => {
  expect(() => changedSwitches(OFF, { billingWrite: true })).toThrow('needs MCP write access');
  expect(() => changedSwitches(BOTH, { write: false, billingWrite: true })).toThrow('needs MCP write access');
});

it('turns both on at once', () => {
  expect(changedSwitches(OFF, { write: true, billingWrite: true })).toEqual(BOTH);
});

it('leaves alone what the change does not name', () => {
  expect(changedSwitches(BOTH, { write: true })).toEqual(BOTH);
  expect(changedSwitches(BOTH, { billingWrite: false })).toEqual(WRITE);
});

it('leaves writing as it is while access is off, so that it comes back as it was', () => {
  const shut = changedSwitches(BOTH, { access: false });
  expect(shut).toEqual({ ...BOTH, access: false });
  expect(changedSwitches(shut, { access: true })).toEqual(BOTH);
});

it('never arrives at billing without write, by any two changes', () => {
  const choices = [undefined, true, false];
  const changes = choices.flatMap((write) => choices.map((billingWrite) => ({ write, billingWrite })));
  for (const first of changes) {
    for (const second of changes) {
      let state = OFF;
      for (const change of [first, second]) {
        try {
          state = changedSwitches(state, change);
        } catch {
          // A refused change leaves the state as it was.
        }
        expect(state.write || !state.billingWrite).toBe(true);
      }
    }
  }
});
