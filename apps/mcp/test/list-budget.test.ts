import { catalogue } from '@countersign/domain/catalogue';
import { expect, it } from 'vitest';
import { listTokens } from '../docs/list-tokens.ts';

const shown = new Map(listTokens(catalogue).map((list) => [list.what, list.shown]));

// “All tools combined … must be less than 16000 tokens” (homeassistant-ai/ha-mcp#614), counted in the tokens of OpenAI's models: names, descriptions and inputs.
it.each(['a connection that reads', 'a connection that writes'])(
  '%s is shown, when it asks for no toolset, a list that ChatGPT takes',
  (what) => expect(shown.get(what)).toBeLessThan(16_000),
);

// ChatGPT takes no list of this size: such a connection asks for toolsets there. It must not grow unseen.
it('a connection that writes billing is shown no more than 26,000 tokens', () => {
  expect(shown.get('a connection that writes billing')).toBeLessThan(26_000);
});
