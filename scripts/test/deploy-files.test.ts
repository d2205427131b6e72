import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { metricsText } from '@countersign/runtime/metrics';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';

const read = (file: string) => readFile(join(import.meta.dirname, '../../', file), 'utf8');

const DECLARED = /\b(counter|gauge|durations)\(\s*'([a-z_]+)'/g;

/** Those that the code declares, as `packages/runtime/src/metrics.ts` names them, and those of the process itself. */
let metrics: Set<string>;
beforeAll(async () => {
  const sources = [];
  for (const folder of ['apps', 'packages']) {
    for await (const file of glob(`${folder}/*/src/**/*.ts`, { cwd: join(import.meta.dirname, '../..') })) {
      if (!file.endsWith('.test.ts')) sources.push(await read(file));
    }
  }
  const declared = sources.flatMap((source) => [...source.matchAll(DECLARED)]);
  const own = declared.flatMap(([, kind, name]) =>
    kind === 'durations'
      ? ['bucket', 'sum', 'count'].map((part) => `countersign_${name}_seconds_${part}`)
      : [`countersign_${name}`],
  );
  const ofProcess = [...(await metricsText()).text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name);
  metrics = new Set([...own, ...ofProcess]);
});

/** The metrics that an expression names. `up` is Prometheus's own. */
const namedIn = (expression: string) => expression.match(/\b(countersign|nodejs|process)_[a-z0-9_]+/g) ?? [];

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly { readonly alert: string; readonly expr: string; readonly annotations: object }[];
  }[];
}

it('every metric that an alert names exists, and each alert says what to do', async () => {
  const { groups } = parse(await read('deploy/prometheus/alerts.yml')) as Rules;
  const rules = groups.flatMap((group) => group.rules);
  expect(rules.length).toBeGreaterThan(8);
  for (const { alert, expr, annotations } of rules) {
    expect({ alert, missing: namedIn(expr).filter((name) => !metrics.has(name)) }).toEqual({ alert, missing: [] });
    if (!expr.startsWith('up')) expect(namedIn(expr), alert).not.toEqual([]);
    expect(annotations, alert).toMatchObject({ summary: expect.stringMatching(/\.$|\?$/) });
  }
});

it('every metric that the dashboard draws exists', async () => {
  const { panels } = JSON.parse(await read('deploy/grafana/countersign.json')) as {
    panels: { title: string; targets: { expr: string }[] }[];
  };
  for (const { title, targets } of panels) {
    for (const { expr } of targets) {
      expect(namedIn(expr), title).not.toEqual([]);
      expect({ title, missing: namedIn(expr).filter((name) => !metrics.has(name)) }).toEqual({ title, missing: [] });
    }
  }
});

describe('the Kubernetes sample', () => {
  interface Workload {
    readonly kind: string;
    readonly metadata: { readonly name: string };
    readonly spec: {
      readonly template?: {
        readonly spec: {
          readonly enableServiceLinks: boolean;
          readonly containers: readonly { readonly env: readonly { readonly name: string }[] }[];
        };
      };
    };
  }

  it('is whole, names only settings that exist, and keeps Kubernetes from setting ours', async () => {
    const documents = parseAllDocuments(await read('deploy/kubernetes/countersign.yaml'));
    const settings = new Set((await read('.env.example')).match(/^[A-Z][A-Z0-9_]+(?==)/gm));
    // The console's second login stands in docs/operate.md alone: npm start makes it.
    settings.add('TOOLS_DATABASE_URL');
    const workloads = documents.map((document) => {
      expect(document.errors).toEqual([]);
      return document.toJS() as Workload;
    });
    expect(workloads.filter(({ kind }) => kind === 'Deployment').map(({ metadata }) => metadata.name)).toEqual(
      ['auth', 'mcp', 'console', 'worker'].map((app) => `countersign-${app}`),
    );
    for (const { metadata, spec } of workloads) {
      if (!spec.template) continue;
      expect(spec.template.spec.enableServiceLinks, metadata.name).toBe(false);
      const names = spec.template.spec.containers.flatMap(({ env }) => env.map(({ name }) => name));
      expect({ name: metadata.name, unknown: names.filter((name) => !settings.has(name)) }).toEqual({
        name: metadata.name,
        unknown: [],
      });
    }
  });
});
