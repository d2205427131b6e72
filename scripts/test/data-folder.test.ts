import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimDataFolder } from '../start/data-folder.ts';

const CLAIM = join(import.meta.dirname, '../start/data-folder.ts');

describe('the claim on a data folder', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'countersign-folder-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Another process that claims the folder and stays. */
  async function holder() {
    const code = `await (await import(process.argv[1])).claimDataFolder(process.argv[2]); console.log('held'); setInterval(() => {}, 1000)`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code, CLAIM, folder]);
    await once(child.stdout, 'data');
    return child;
  }

  it('is refused while another process holds it, and names that process', async () => {
    const other = await holder();
    await expect(claimDataFolder(folder)).rejects.toThrow(
      `DATA_DIR: ${folder} is in use: Countersign is already running there (process ${other.pid}).`,
    );
    other.kill('SIGKILL');
    await once(other, 'exit');
  });

  it('is taken over from a process that was killed', async () => {
    const other = await holder();
    other.kill('SIGKILL');
    await once(other, 'exit');
    const claim = await claimDataFolder(folder);
    expect(claim.takenOver).toBe(true);
    expect(await readFile(join(folder, 'start.pid'), 'utf8')).toMatch(new RegExp(`^${process.pid} `));
    await claim[Symbol.asyncDispose]();
  });

  it('is taken over when the id meanwhile belongs to another program', async () => {
    await writeFile(join(folder, 'start.pid'), `${process.ppid} a program that ended long ago`);
    await using claim = await claimDataFolder(folder);
    expect(claim.takenOver).toBe(true);
  });

  it('can be had again once it was given back', async () => {
    await (await claimDataFolder(folder))[Symbol.asyncDispose]();
    await using again = await claimDataFolder(folder);
    expect(again.takenOver).toBe(false);
  });
});
