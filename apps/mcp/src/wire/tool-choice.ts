import type { IncomingHttpHeaders } from 'node:http';
import type { Catalogue } from '@countersign/contracts/catalogue';
import { AppError } from '@countersign/contracts/errors';
import { OVERSIGHT } from '@countersign/contracts/scopes';

/** The part of the catalogue a request works on. A choice only narrows: what it leaves in still takes every permission. */
export interface ToolChoice {
  /** The same for the same tools. */
  readonly name: string;
  readonly catalogue: Catalogue;
  readonly readOnly: boolean;
  /** True when nothing was left out. */
  readonly isWhole: boolean;
}

/** Where a request says what it chooses. Every place narrows what the others left. */
export interface Choosing {
  /** True at the addresses that only read. */
  readonly readOnly: boolean;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
}

export interface ToolChoices {
  /** Everything, or every read. */
  readonly whole: (readOnly: boolean) => ToolChoice;
  /** By `?toolsets=`, `X-MCP-Toolsets` and `X-MCP-Readonly`. Throws `invalid_input` for what is no choice. */
  readonly of: (choosing: Choosing) => ToolChoice;
}

const CHOICES_MAX = 500;

export function createToolChoices(catalogue: Catalogue): ToolChoices {
  const modules = [...new Set([...catalogue.values()].map(({ module }) => module.name))].filter(
    (name) => name !== OVERSIGHT,
  );
  const choices = new Map<string, ToolChoice>();

  function choiceOf(toolsets: readonly string[], readOnly: boolean): ToolChoice {
    const name = `${readOnly ? 'read only: ' : ''}${toolsets.join(' ')}`;
    let choice = choices.get(name);
    if (!choice) {
      const kept = [...catalogue].filter(
        // Whoever chose to change something can ask what became of it.
        ([, { tool, module }]) =>
          module.name === OVERSIGHT
            ? toolsets.length > 0 && !readOnly
            : toolsets.includes(module.name) && !(readOnly && tool.writes),
      );
      choice = { name, catalogue: new Map(kept), readOnly, isWhole: kept.length === catalogue.size };
      choices.set(name, choice);
      const oldest = choices.keys().next();
      if (choices.size > CHOICES_MAX && !oldest.done) choices.delete(oldest.value);
    }
    return choice;
  }

  function named(list: string, where: string): string[] {
    const names = list.split(',').map((name) => name.trim().toLowerCase());
    if (names.every((name) => modules.includes(name))) return names;
    throw new AppError(
      'invalid_input',
      `${where} names a toolset that there is not. There are ${modules.join(', ')}.`,
      {
        fields: [{ path: where, problem: 'names a toolset that there is not' }],
      },
    );
  }

  const wholes = { true: choiceOf(modules, true), false: choiceOf(modules, false) };
  return {
    whole: (readOnly) => wholes[`${readOnly}`],
    of({ readOnly, query, headers }) {
      const lists = [
        ...new URLSearchParams(query).getAll('toolsets').map((list) => named(list, 'toolsets')),
        ...[headers['x-mcp-toolsets']].flatMap((list) => (list ? [named(list.toString(), 'X-MCP-Toolsets')] : [])),
      ];
      const onlyReads = readsOnly(headers['x-mcp-readonly']?.toString()) || readOnly;
      if (lists.length === 0) return wholes[`${onlyReads}`];
      const toolsets = modules.filter((module) => lists.every((list) => list.includes(module)));
      return choiceOf(toolsets, onlyReads);
    },
  };
}

function readsOnly(header: string | undefined): boolean {
  const value = header?.trim().toLowerCase() ?? 'false';
  if (value === 'true' || value === 'false') return value === 'true';
  throw new AppError('invalid_input', 'X-MCP-Readonly is true or false.', {
    fields: [{ path: 'X-MCP-Readonly', problem: 'is neither true nor false' }],
  });
}
