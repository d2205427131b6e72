import type { PublicModule } from '@countersign/contracts/public-catalogue';
import { Anchor, Button, NativeSelect, Paper, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useSearchParams } from 'wouter';
import { Failure } from '../parts/failure.tsx';
import list from '../parts/list.module.css';
import { PageHeading } from '../parts/page-heading.tsx';
import { NotExposed } from './not-exposed.tsx';
import { ToolRow } from './tool-row.tsx';
import { fitting, KINDS, type Kind, kindOf } from './tool-words.ts';
import styles from './tools.module.css';
import { toolsQuery } from './tools-query.ts';

/** `/tools`: what an assistant could ever do here. `?q=` and `?kind=` narrow it, `#<tool>` leads to one. */
export function ToolsPage() {
  const { data: catalogue, error, refetch } = useQuery(toolsQuery);
  return (
    <>
      <PageHeading title="Tools">
        Everything an assistant can do, who may let it, and what stands in between. What is not here,{' '}
        <Anchor href="#not-exposed" underline="always">
          it cannot do
        </Anchor>
        .
      </PageHeading>
      <Stack gap="xl">
        {catalogue && <Catalogue modules={catalogue.modules} />}
        {!catalogue && error && (
          <Failure title="The tools could not be loaded" error={error} onRetry={() => void refetch()} />
        )}
        {!catalogue && !error ? <LoadingTools /> : <NotExposed />}
      </Stack>
    </>
  );
}

function Catalogue({ modules }: { readonly modules: readonly PublicModule[] }) {
  const [parameters, setParameters] = useSearchParams();
  const words = parameters.get('q') ?? '';
  const kind = kindsIn(modules).find((one) => one === parameters.get('kind'));
  const found = fitting(modules, words, kind);
  useEffect(() => {
    // The browser looked for the place before it was there.
    if (location.hash) location.replace(location.hash);
  }, []);

  const narrow = (name: 'q' | 'kind', value: string) => {
    const next = new URLSearchParams(parameters);
    if (value) next.set(name, value);
    else next.delete(name);
    setParameters(next, { replace: true });
  };

  return (
    <>
      <search className={styles.filter}>
        <TextInput
          label="Find a tool"
          type="search"
          value={words}
          onChange={(event) => narrow('q', event.currentTarget.value)}
        />
        <NativeSelect
          label="What it does"
          value={kind ?? ''}
          onChange={(event) => narrow('kind', event.currentTarget.value)}
          data={[
            { value: '', label: 'Anything' },
            ...kindsIn(modules).map((value) => ({ value, label: KINDS[value] })),
          ]}
        />
        <Text component="output" size="sm" c="dimmed" className={styles.count ?? ''}>
          {counted(found, modules)}
        </Text>
      </search>
      {found.map((module) => (
        <ModuleTools key={module.name} module={module} />
      ))}
      {found.length === 0 && (
        <Paper withBorder p="lg">
          <Text mb="sm">No tool fits that.</Text>
          <Button variant="default" onClick={() => setParameters({}, { replace: true })}>
            Show all tools
          </Button>
        </Paper>
      )}
    </>
  );
}

function ModuleTools({ module }: { readonly module: PublicModule }) {
  const headingId = `module-${module.name}`;
  return (
    <Stack component="section" gap="sm" aria-labelledby={headingId}>
      <Title order={2} size="h4" id={headingId}>
        {module.title}
      </Title>
      <Paper component="ul" withBorder className={list.rows ?? ''}>
        {module.tools.map((tool) => (
          <ToolRow key={tool.name} tool={tool} module={module} />
        ))}
      </Paper>
    </Stack>
  );
}

/** Only what the catalogue has can be asked for. */
function kindsIn(modules: readonly PublicModule[]): Kind[] {
  const present = new Set(modules.flatMap(({ tools }) => tools.map(kindOf)));
  return (Object.keys(KINDS) as Kind[]).filter((kind) => present.has(kind));
}

function counted(found: readonly PublicModule[], all: readonly PublicModule[]): string {
  const count = (modules: readonly PublicModule[]) => modules.reduce((sum, { tools }) => sum + tools.length, 0);
  return found.length === all.length && count(found) === count(all)
    ? `${count(all)} tools`
    : `${count(found)} of ${count(all)} tools`;
}

function LoadingTools() {
  return (
    <Stack gap="xl" aria-hidden>
      <Skeleton h={61} />
      <Skeleton h={420} />
      <Skeleton h={420} />
    </Stack>
  );
}
