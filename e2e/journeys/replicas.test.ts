import { setTimeout as sleep } from 'node:timers/promises';
import { Person } from '@countersign/testing/person';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Load, projectsOf, putUnderLoad, UNLIMITED } from '../load.ts';
import { connect } from '../mcp-client.ts';
import { PROXIED_APPS } from '../nginx.ts';
import { openReplicatedHouse, type ReplicatedHouse } from '../replicated-house.ts';

let house: ReplicatedHouse;
beforeAll(async () => {
  house = await openReplicatedHouse(UNLIMITED);
});
afterAll(() => house?.close());

it('nginx lets through as many documents as the server takes in one message', async () => {
  const allowed = { organization: 'Acme Studio', write: true };
  const ada = await connect('SDK v2, 2025-11-25', `${house.urls.mcp}/mcp`, new Person('ada'), allowed);
  const contentBase64 = Buffer.alloc(5 * 2 ** 20, 'a').toString('base64');
  const files = Array.from({ length: 10 }, (_, index) => ({ name: `${index}.txt`, contentBase64 }));
  const { documents } = await ada.answer<{ documents: object[] }>('upload_documents', { files });
  expect(documents).toHaveLength(10);
  await ada.close();
});

describe('two replicas of each app behind nginx, under load', { timeout: 240_000 }, () => {
  let load: Load;
  beforeEach(async ({ task }) => {
    load = await putUnderLoad(house, task.id);
  });

  it('killed one after the other: no failed renewal, no lost write, no doubled write', async ({ task }) => {
    for (const app of PROXIED_APPS) {
      for (const which of [0, 1] as const) {
        await sleep(300);
        await house.replicas[app][which].kill();
        house.replicas[app][which] = await house.replicas[app][which].again();
      }
    }
    await load.end();
    expect(load.failures, await house.nginx.log()).toEqual([]);
    expect(load.renewals()).toBeGreaterThan(50);
    expect(load.written.length).toBeGreaterThan(50);
    expect(await projectsOf(house, task.id)).toEqual(load.written.toSorted());
  });

  it('stopped one after the other, as an upgrade does: nothing fails, and nothing has to be repeated', async ({
    task,
  }) => {
    // A machine after the other, each with a replica of every app.
    for (const which of [0, 1] as const) {
      await sleep(300);
      await Promise.all(
        PROXIED_APPS.map(async (app) => {
          await house.replicas[app][which].stop();
          house.replicas[app][which] = await house.replicas[app][which].again();
        }),
      );
    }
    await load.end();
    expect(load.failures, await house.nginx.log()).toEqual([]);
    expect(load.callsRepeated()).toBe(0);
    expect(await projectsOf(house, task.id)).toEqual(load.written.toSorted());
  });
});
