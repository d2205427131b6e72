import type { Job } from './define-job.ts';
import { type Module, requirementOf, type Tool } from './define-tool.ts';
import type { FileKind } from './file-kind.ts';
import type { Area, Requirement } from './scopes.ts';

export interface CatalogueEntry {
  readonly tool: Tool;
  readonly module: Module;
  readonly requirement: Requirement;
}

/** Every tool by name, in a fixed order: modules as given, tools as their module lists them. */
export type Catalogue = ReadonlyMap<string, CatalogueEntry>;

/** Gathers modules; refuses a name used twice and a tool that names another module than its own. */
export function defineCatalogue(modules: readonly Module[]): Catalogue {
  const catalogue = new Map<string, CatalogueEntry>();
  for (const module of modules) {
    for (const tool of module.tools) {
      if (tool.module !== module.name)
        throw new Error(`${tool.name} says module ${tool.module}, but stands in ${module.name}`);
      if (catalogue.has(tool.name)) throw new Error(`Two tools are named ${tool.name}`);
      catalogue.set(tool.name, { tool, module, requirement: requirementOf(tool, module) });
    }
  }
  return catalogue;
}

/** The modules by name, with the guard each stands behind. */
export function areasOf(catalogue: Catalogue): ReadonlyMap<string, Area> {
  return new Map([...catalogue.values()].map(({ module }) => [module.name, module.area]));
}

/** Every job by name; refuses a name used twice. */
export function jobsOf(modules: readonly Module[]): ReadonlyMap<string, Job> {
  const jobs = new Map<string, Job>();
  for (const job of modules.flatMap((module) => module.jobs ?? [])) {
    if (jobs.has(job.name)) throw new Error(`Two jobs are named ${job.name}`);
    jobs.set(job.name, job);
  }
  return jobs;
}

/** Every kind of file by its name; refuses a name used twice. */
export function filesOf(modules: readonly Module[]): ReadonlyMap<string, FileKind> {
  const files = new Map<string, FileKind>();
  for (const file of modules.flatMap((module) => module.files ?? [])) {
    if (files.has(file.kind)) throw new Error(`Two kinds of files are named ${file.kind}`);
    files.set(file.kind, file);
  }
  return files;
}
