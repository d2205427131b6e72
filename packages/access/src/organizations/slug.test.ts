import { expect, it } from 'vitest';
import { slugOf } from './slug.ts';

it.each([
  ['Acme Studio', 'acme-studio'],
  ['Ärzte & Söhne GmbH', 'arzte-sohne-gmbh'],
  ['  --Hello--  ', 'hello'],
  ['日本', 'organization'],
  ['x'.repeat(100), 'x'.repeat(56)],
])('%s becomes %s, which the database accepts', (name, slug) => {
  expect(slugOf(name)).toBe(slug);
  expect(slug).toMatch(/^[a-z0-9](-?[a-z0-9])*$/);
});
