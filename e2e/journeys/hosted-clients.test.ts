import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Person } from '@countersign/testing/person';
import { beforeAll, describe, expect, it } from 'vitest';
import { HOSTED_CLIENTS } from '../hosted-clients/clients.ts';
import { pageOf } from '../hosted-clients/page.ts';
import { type Player, playerOf } from '../hosted-clients/replayer.ts';
import { useHouse } from '../use-house.ts';

const PAGE = join(import.meta.dirname, '../../docs/hosted-clients.md');

const house = useHouse();
let ada: Person;
beforeAll(() => {
  ada = new Person('ada');
});

describe.each(HOSTED_CLIENTS)('$name', ({ signsIn, replays }) => {
  let play: Player;
  beforeAll(() => {
    play = playerOf(house, ada);
  });

  it.each([signsIn, ...replays])('$promise', (replay) => play(replay));
});

it('docs/hosted-clients.md says what is replayed, from when and from where; WRITE_CLIENTS=yes writes it', async () => {
  const page = pageOf(HOSTED_CLIENTS);
  if (process.env['WRITE_CLIENTS'] === 'yes') await writeFile(PAGE, page);
  else expect(await readFile(PAGE, 'utf8')).toBe(page);
});
