import { expect, it } from 'vitest';
import { profileId } from './profile-id.ts';

const ada = {
  actor: { kind: 'user', id: '0194aaaa-0000-7000-8000-000000000001' },
  organization: { id: '0194aaaa-0000-7000-8000-000000000002', slug: 'acme', name: 'Acme Studio' },
  team: null,
} as const;
const design = { id: '0194aaaa-0000-7000-8000-000000000003', name: 'Design' };

it('is the same every time for the same person, organization and team', () => {
  expect(profileId(ada)).toBe(profileId({ ...ada }));
  expect(profileId({ ...ada, organization: { ...ada.organization, name: 'Renamed' } })).toBe(profileId(ada));
});

it('differs by person, organization and team, and shows none of their ids', () => {
  const others = [
    profileId(ada),
    profileId({ ...ada, team: design }),
    profileId({ ...ada, actor: { ...ada.actor, id: design.id } }),
    profileId({ ...ada, organization: { ...ada.organization, id: design.id } }),
  ];
  expect(new Set(others).size).toBe(4);
  expect(others.join()).not.toContain('0194aaaa');
});
