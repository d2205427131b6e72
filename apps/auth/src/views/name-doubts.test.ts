import { describe, expect, it } from 'vitest';
import { nameDoubts } from './name-doubts.ts';

const organizations = ['Acme Oy', 'AB'];

describe('the name of a client', () => {
  it.each([
    'Claude',
    'Claude Code',
    'Visual Studio Code',
    'ChatGPT',
    'MCP Inspector',
    'My client 2',
    'Клиент',
    '客户端 Client',
    'クライアントClient',
    'دستیار می\u200Cخواهد',
    'Claude для команды',
    'Assistant d’équipe',
    'Łódź helper',
    'Grok Bot',
    'Unverified helper',
    'Officials’ records',
    'Cabin crew',
    '🧾',
  ])('%j raises no doubt by itself', (name) => {
    expect(nameDoubts(name, organizations)).toEqual([]);
  });

  it.each([
    'Claude (Verified by Anthropic)',
    'VERIFIED assistant',
    'Official client',
    'Claude ✓',
    'Claude ✅',
    'Secure 🔒 Claude',
    'Claude®',
    'Assistant officiel',
    'Virallinen avustaja',
    '公式 クライアント',
    'Client-approved',
  ])('%j poses as checked, and the person is told so', (name) => {
    expect(nameDoubts(name, organizations).join()).toContain('says that it was checked');
  });

  it.each(['Clаude', 'Сlaude', 'Сlаudе', 'Chatԍpt', 'Gрok', 'αssistant', 'Assistаnt', 'クライアントи'])(
    '%j mixes alphabets in a word, and the person is told so',
    (name) => {
      expect(nameDoubts(name, organizations).join()).toContain('different alphabets');
    },
  );

  it.each([
    ['Сlаudе', 'Claude'],
    ['C1aude', 'Claude'],
    ['Ｃｌａｕｄｅ', 'Claude'],
    ['𝐂𝐥𝐚𝐮𝐝𝐞 Pro', 'Claude'],
    ['Cláude', 'Claude'],
    ['Cla\u034Fude', 'Claude'],
    ['Cla\u200Dude', 'Claude'],
    ['C l a u d e', 'Claude'],
    ['ChatGРT', 'ChatGPT'],
    ['Сodex', 'Codex'],
    ['Соре and Соdех', 'Codex'],
  ])('%j is read as %s and written otherwise', (name, known) => {
    expect(nameDoubts(name, organizations).join()).toContain(`looks like ${known} `);
  });

  it.each(['Countersign', 'Countersign Helper', 'COUNTERSIGN', 'Cоuntersign', 'Counter-Sign', 'Countersıgn'])(
    '%j bears our name',
    (name) => {
      expect(nameDoubts(name, organizations).join()).toContain('contains ours');
    },
  );

  it.each(['Acme Oy', 'acme oy assistant', 'АСМЕ Oy', 'Acme-Oy', 'The AB client'])(
    '%j bears the name of the person’s organization',
    (name) => {
      expect(nameDoubts(name, organizations).join()).toContain('your organization');
    },
  );
});
