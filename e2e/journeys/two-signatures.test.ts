import { transaction, withQueries } from '@countersign/db/connections/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { Person } from '@countersign/testing/person';
import { describe, expect, it } from 'vitest';
import { CLIENT_KINDS, Credentials, connect } from '../mcp-client.ts';
import { authorizationUrl, renew } from '../oauth.ts';
import { useHouse } from '../use-house.ts';

const house = useHouse();

const acme = fixedId('organization', 'acme');

/** As the console does it; the console's own way is walked on its pages. */
async function switchWrite(on: boolean): Promise<void> {
  await transaction(house.database.control, (db) =>
    db.updateTable('organization').set({ mcpWrite: on, mcpBillingWrite: false }).where('id', '=', acme).execute(),
  );
}

describe('consent to write in Globex, whose admin has not enabled it,', () => {
  it('fails with a page that says so, grants nothing, and sends the client access_denied', async () => {
    const ada = new Person('ada');
    const credentials = new Credentials();
    const { url, clientId } = await authorizationUrl(house, credentials, { state: 'kept' });
    const refused = await ada.choose(await ada.reachConsent(url), { organization: 'Globex', write: true });

    expect(refused.status).toBe(403);
    expect(refused.text).toContain('Globex');
    expect(refused.text).toContain('Dana');
    const granted = await withQueries(house.database.owner, (db) =>
      db.selectFrom('connection').select('id').where('clientId', '=', clientId).execute(),
    );
    expect(granted).toEqual([]);

    const asked = await refused.submit('Ask an admin');
    const requests = await withQueries(house.database.owner, (db) =>
      db.selectFrom('writeAccessRequest').select(['userId', 'organizationId']).execute(),
    );
    expect(requests).toEqual([{ userId: fixedId('user', 'ada'), organizationId: fixedId('organization', 'globex') }]);

    const back = await asked.submit('Go back');
    expect(Object.fromEntries(back.location?.searchParams ?? [])).toMatchObject({
      error: 'access_denied',
      state: 'kept',
      iss: house.urls.auth,
      // The slug: RFC 6749 §4.1.2.1 allows ASCII only, and a name may hold anything.
      error_description: expect.stringContaining('globex'),
    });
  });
});

describe.each(CLIENT_KINDS)('with %s, the admin’s switch', (kind) => {
  it('stops the very next write of the same access token, and a renewal brings writing back', async () => {
    const client = await connect(kind, `${house.urls.mcp}/mcp`, new Person('ada'), {
      organization: 'Acme Studio',
      write: true,
    });
    const write = () => client.call('create_project', { name: 'Two signatures' });
    expect((await write()).isError).toBeFalsy();

    await switchWrite(false);
    const refused = await write();
    expect(refused.isError).toBe(true);
    expect(JSON.stringify(refused)).toContain('write_disabled');
    expect(JSON.stringify(refused.content)).toContain(`${house.urls.console}/orgs/acme/settings/mcp-write-access`);

    const narrowed = await renew(house.apps.auth, client.credentials);
    expect(narrowed.body.scope).toBe('mcp:read');

    await switchWrite(true);
    const widened = await renew(house.apps.auth, client.credentials);
    expect(widened.body.scope).toBe('mcp:read mcp:write');
    expect((await write()).isError).toBeFalsy();
    await client.close();
  });
});

describe('a connection narrowed to Design', () => {
  it('sees only Design’s projects, and another team’s project is not found, on read or write', async () => {
    const url = `${house.urls.mcp}/mcp`;
    const whole = await connect('SDK v2, 2025-11-25', url, new Person('ada'), {
      organization: 'Acme Studio',
      write: true,
    });
    const narrow = await connect('SDK v2, 2025-11-25', url, new Person('ben'), {
      organization: 'Acme Studio',
      team: 'Design',
      write: true,
    });
    expect(narrow.claims()).toMatchObject({ team_id: fixedId('team', 'acme', 'Design') });

    type Project = { id: string; teamId: string | null };
    const all = (await whole.call('list_projects', { limit: 200 })).structuredContent?.['items'] as Project[];
    const seen = (await narrow.call('list_projects', { limit: 200 })).structuredContent?.['items'] as Project[];
    const design = fixedId('team', 'acme', 'Design');
    expect(seen.map((project) => project.id).sort()).toEqual(
      all
        .filter((project) => project.teamId === design)
        .map((project) => project.id)
        .sort(),
    );

    const foreign = all.find((project) => project.teamId !== design)?.id ?? '';
    const random = '0194ffff-0000-7000-8000-000000000000';
    for (const tool of ['get_project', 'update_project', 'archive_project']) {
      const input = (projectId: string) => ({ projectId, ...(tool === 'update_project' ? { name: 'Mine now' } : {}) });
      const answer = await narrow.call(tool, input(foreign));
      expect(answer.isError).toBe(true);
      expect(answer.content).toEqual((await narrow.call(tool, input(random))).content);
    }
    await Promise.all([whole.close(), narrow.close()]);
  });
});
