import { recordEvents } from '@countersign/access/audit/audit';
import type { CreatedApiKeyView } from '@countersign/contracts/console-api-keys';
import type { ActivityPage } from '@countersign/contracts/console-connections';
import { transaction } from '@countersign/db/connections/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { describe, expect, it } from 'vitest';
import { ACME, MINE, personal, useApiKeys } from './api-keys-under-test.ts';
import { anApiKey } from './console-under-test.ts';

const { as, database } = useApiKeys();

describe('the activity of a key', () => {
  const actionsOf = async (person: string, path: string) => {
    const answer = await (await as(person)).get(path);
    const { items } = answer.json<ActivityPage>();
    return items.map(({ action, kind, address }) => [action === 'tool.called' ? kind : action, address]);
  };
  const called = (apiKeyId: string, userId: string | null, writes: boolean) =>
    transaction(database().control, (db) =>
      recordEvents(db, [
        {
          action: 'tool.called',
          organizationId: fixedId('organization', 'acme'),
          apiKeyId,
          userId,
          actorKind: 'api_key',
          actorId: apiKeyId,
          address: '198.51.100.4',
          details: { tool: 'x', writes },
        },
      ]),
    );

  it('of a personal one is all its person’s; an admin sees its life and its writes, and not from where', async () => {
    const ben = await as('ben');
    const { apiKey } = (await ben.send('POST', MINE, personal())).json<CreatedApiKeyView>();
    await called(apiKey.id, fixedId('user', 'ben'), false);
    await called(apiKey.id, fixedId('user', 'ben'), true);
    expect(await actionsOf('ben', `${MINE}/${apiKey.id}/activity`)).toEqual([
      ['writes', '198.51.100.4'],
      ['reads', '198.51.100.4'],
      ['api_key.created', '127.0.0.1'],
    ]);
    expect(await actionsOf('ada', `${ACME}/${apiKey.id}/activity`)).toEqual([
      ['writes', null],
      ['api_key.created', null],
    ]);
  });

  it('of the organization’s is all its admins’', async () => {
    const { id } = await anApiKey(database(), { organization: 'acme' });
    await called(id, null, false);
    expect(await actionsOf('ada', `${ACME}/${id}/activity`)).toEqual([['reads', '198.51.100.4']]);
  });

  it('is nobody else’s, and there is none of another organization’s or of nonsense', async () => {
    const { id } = await anApiKey(database(), { organization: 'globex', person: 'ada' });
    const [ada, ben] = [await as('ada'), await as('ben')];
    const answers = [
      await ben.get(`${MINE}/${id}/activity`),
      await ada.get(`${ACME}/${id}/activity`),
      await ada.get(`${ACME}/nonsense/activity`),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404]);
    expect((await ada.get(`${MINE}/${id}/activity?cursor=nonsense`)).statusCode).toBe(400);
  });
});
