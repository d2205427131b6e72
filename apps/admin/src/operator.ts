import { createInterface } from 'node:readline/promises';
import { type NewAuditEvent, recordEvents } from '@countersign/access/audit/audit';
import type { Queries } from '@countersign/db/connections/named-statements';
import type { Pool } from '@countersign/db/connections/pool';
import { z } from 'zod';
import type { Settings } from './settings.ts';

/** Why a command did nothing, for the person who typed it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** What a command works with. */
export interface Operator {
  readonly settings: Settings;
  /** As the owner. */
  readonly pool: Pool;
  /** Says what will be done and asks; throws a Refusal unless the answer is yes. */
  readonly agree: (plan: string) => Promise<void>;
  /** Shows the outcome: `facts` to a program, `text` to a person. */
  readonly tell: (facts: object, text: string) => void;
}

export interface Manner {
  readonly yes?: boolean;
  readonly json?: boolean;
}

export function createOperator(settings: Settings, pool: Pool, { yes = false, json = false }: Manner): Operator {
  return {
    settings,
    pool,
    agree: async (plan) => {
      if (!(yes && json)) process.stderr.write(`${plan}\n`);
      if (yes) return;
      if (!process.stdin.isTTY) throw new Refusal('Nobody is there to ask. Add --yes to go on without asking.');
      const prompt = createInterface({ input: process.stdin, output: process.stderr });
      const answer = await prompt.question('Go on? (yes/no) ');
      prompt.close();
      if (!/^y(es)?$/i.test(answer.trim())) throw new Refusal('Nothing was done.');
    },
    tell: (facts, text) => void process.stdout.write(`${json ? JSON.stringify(facts) : text}\n`),
  };
}

/** Writes what an operator did to the audit log, in the transaction of it. */
export function record(queries: Queries, event: NewAuditEvent): Promise<void> {
  return recordEvents(queries, [{ ...event, actorKind: 'system', actorId: 'operator' }]);
}

/** An id as the lists show it; PostgreSQL would refuse another one in words of its own. */
export function idOf(text: string, list: string): string {
  const id = z.uuid().safeParse(text).data;
  if (id === undefined) throw new Refusal(`${text} is not an id. ${list} shows them.`);
  return id;
}

/** The organization of a slug. */
export async function organizationOf(queries: Queries, slug: string) {
  const found = await queries
    .selectFrom('organization')
    .select(['id', 'slug', 'name'])
    .where('slug', '=', slug)
    .executeTakeFirst();
  if (!found) throw new Refusal(`There is no organization ${slug}.`);
  return found;
}

/** Rows as a person reads them: one line each, columns aligned. */
export function asTable(rows: readonly Readonly<Record<string, string | null>>[]): string {
  const [first] = rows;
  if (!first) return 'None.';
  const lines = [Object.keys(first), ...rows.map((row) => Object.values(row).map((value) => value ?? '–'))];
  const widths = Object.keys(first).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
