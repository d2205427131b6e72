import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { inheritedEnv } from '@countersign/testing/inherited-env';
import { createTestDatabase, TEST_SECRET_KEY, type TestDatabase } from '@countersign/testing/test-database';
import { expect } from 'vitest';

const MAIN = join(import.meta.dirname, '../src/main.ts');

export interface AdminUnderTest {
  readonly database: TestDatabase;
  /** Runs the command as an operator's script does. */
  readonly admin: (args: readonly string[], env?: Record<string, string>) => Promise<Ended>;
  /** What it answers a program with; it has to succeed without a word beside. */
  readonly facts: <T>(args: readonly string[], env?: Record<string, string>) => Promise<T>;
  readonly query: (statement: string, values?: unknown[]) => Promise<{ rows: unknown[] }>;
}

export interface Ended {
  readonly out: string;
  readonly err: string;
  readonly code: number | null;
}

/** The command beside the demo's database. */
export async function openAdmin(): Promise<AdminUnderTest> {
  const database = await createTestDatabase('demo');
  const admin: AdminUnderTest['admin'] = async (args, env = {}) => {
    const child = spawn(process.execPath, [MAIN, ...args], {
      cwd: tmpdir(),
      env: { ...inheritedEnv(), DATABASE_URL: database.ownerUrl, SECRET_KEY: TEST_SECRET_KEY, ...URLS, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise<number | null>((done) => child.once('close', done));
    const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    return { out, err, code };
  };
  return {
    database,
    admin,
    facts: async <T>(args: readonly string[], env?: Record<string, string>) => {
      const { out, err, code } = await admin(['--yes', '--json', ...args], env);
      expect({ err, code }).toEqual({ err: '', code: 0 });
      return JSON.parse(out) as T;
    },
    query: (statement, values = []) => database.owner.query(statement, values),
  };
}

const URLS = {
  AUTH_URL: 'https://auth.example.com',
  MCP_URL: 'https://mcp.example.com',
  CONSOLE_URL: 'https://console.example.com',
};
