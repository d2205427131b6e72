import { expect, it } from 'vitest';
import { createBodyRoom } from './body-room.ts';

/** Bodies in a room of 100 bytes, 50 for one, that note when they are refused. */
function aRoom() {
  const room = createBodyRoom(100, 50);
  const refused: string[] = [];
  const enter = (name: string, address: string, organization?: string) => {
    const place = room.enter(address, () => refused.push(name));
    if (organization) place.belongTo(organization);
    return place;
  };
  return { enter, refused };
}

it('a body that holds little takes nothing from others, however long it stays and however many there are', () => {
  const { enter, refused } = aRoom();
  for (let index = 0; index < 40; index += 1) enter(`slow ${index}`, `address ${index % 2}`).grow(1);
  enter('honest', 'another').grow(50);
  expect(refused).toEqual([]);
});

it('no address and no organization gets more than its half', () => {
  const { enter } = aRoom();
  enter('one', 'address').grow(30);
  expect(() => enter('two', 'address').grow(21)).toThrow('Too many files are arriving');
  const { enter: elsewhere } = aRoom();
  elsewhere('one', 'here', 'acme').grow(30);
  expect(() => elsewhere('two', 'there', 'acme').grow(21)).toThrow('Too many files are arriving');
  const { enter: late } = aRoom();
  late('one', 'here', 'acme').grow(30);
  const unknown = late('two', 'there');
  unknown.grow(21);
  expect(() => unknown.belongTo('acme')).toThrow('Too many files are arriving');
});

it('when it is full, the largest body of whoever holds most makes room for one who holds less', () => {
  const { enter, refused } = aRoom();
  enter('small of the hog', 'a', 'hog').grow(10);
  enter('large of the hog', 'b', 'hog').grow(38);
  enter('another', 'c', 'other').grow(45);
  const honest = enter('honest', 'd', 'honest');
  honest.grow(20);
  expect(refused).toEqual(['large of the hog']);
  honest.grow(20);
  expect(refused).toEqual(['large of the hog']);
  // Nobody is refused for whoever holds most.
  expect(() => honest.grow(10)).toThrow('Too many files are arriving');
});

it('what left gives its room back, once', () => {
  const { enter, refused } = aRoom();
  const left = enter('left', 'a');
  left.grow(50);
  left.leave();
  left.leave();
  left.grow(50);
  enter('next', 'a').grow(50);
  enter('other', 'b').grow(50);
  expect(refused).toEqual([]);
});
