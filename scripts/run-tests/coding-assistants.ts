import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The versions that the journeys were written with. */
const CLAUDE_CODE = '@anthropic-ai/claude-code@2.1.332';
const CODEX = '@openai/codex@0.169.0';

/** Kept between runs; a version of its own has a folder of its own. */
const FOLDER = join('node_modules/.cache/coding-assistants', `${CLAUDE_CODE} ${CODEX}`.replaceAll(/[^\w.-]+/g, '_'));
const PROGRAMS = { CLAUDE_CODE_PATH: 'claude', CODEX_PATH: 'codex' } as const;

export type CodingAssistantPaths = Readonly<Partial<Record<keyof typeof PROGRAMS, string>>>;

/** Where the coding assistants are that the environment names, or that an earlier run installed; undefined unless all of them start. */
export async function findCodingAssistants(): Promise<CodingAssistantPaths | undefined> {
  const paths: Partial<Record<keyof typeof PROGRAMS, string>> = {};
  for (const [variable, name] of Object.entries(PROGRAMS) as [keyof typeof PROGRAMS, string][]) {
    const program = process.env[variable] ?? join(import.meta.dirname, '../..', FOLDER, 'node_modules/.bin', name);
    const starts = await run(program, ['--version'], { timeout: 20_000 }).then(
      () => true,
      () => false,
    );
    if (!starts) return undefined;
    paths[variable] = program;
  }
  return paths;
}

/**
 * Installs them as their makers publish them; about 800 MB, too much for everybody who installs the project. Answers nothing where that
 * cannot be done: everything else can still be tested.
 */
export async function installCodingAssistants(): Promise<CodingAssistantPaths> {
  await mkdir(FOLDER, { recursive: true });
  const options = ['--prefix', FOLDER, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  try {
    await run('npm', ['install', ...options, CLAUDE_CODE, CODEX], { maxBuffer: 2 ** 26 });
    // Puts the program of this platform in its place; the only script that either has.
    await run(process.execPath, [join(FOLDER, 'node_modules/@anthropic-ai/claude-code/install.cjs')]);
  } catch {
    return {};
  }
  return (await findCodingAssistants()) ?? {};
}
