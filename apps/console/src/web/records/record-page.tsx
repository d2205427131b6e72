import type { RecordView } from '@countersign/contracts/console-records';
import { Anchor, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ApiError } from '../api/api-request.ts';
import { type RecordAddress, recordQuery } from '../api/records.ts';
import { Failure } from '../parts/failure.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import styles from './record-page.module.css';

/** `/orgs/<slug>/records/<kind>/<id>`: where an assistant’s links lead. */
export function RecordPage(address: RecordAddress) {
  const { data: record, error, refetch } = useQuery(recordQuery(address));
  if (record) return <Shown record={record} />;
  if (error instanceof ApiError && error.code === 'not_found') return <NotThere />;
  if (error) {
    return (
      <>
        <PageHeading title="Record">One record of an organization.</PageHeading>
        <Failure title="The record could not be loaded" error={error} onRetry={() => void refetch()} />
      </>
    );
  }
  return <Loading />;
}

function Shown({ record }: { readonly record: RecordView }) {
  const { kind, title, text, facts, belongsTo, organization } = record;
  return (
    <>
      <PageHeading title={title} of={organization.name}>
        {kind[0]?.toUpperCase()}
        {kind.slice(1)}
        {belongsTo.map((place) => (
          <span key={place.kind}>
            {` · ${place.kind} `}
            <Anchor
              component={Link}
              href={`/orgs/${organization.slug}/records/${place.kind}/${place.id}`}
              underline="always"
            >
              {place.title}
            </Anchor>
          </span>
        ))}
      </PageHeading>
      <Stack gap="xl">
        <Paper withBorder p="lg" component="section" aria-labelledby="facts">
          <Title order={2} size="h4" id="facts" mb="sm">
            Facts
          </Title>
          <dl className={styles.facts}>
            {Object.entries(facts).map(([label, value]) => (
              <div key={label}>
                <Text component="dt" c="dimmed" size="sm">
                  {label}
                </Text>
                <Text component="dd" m={0}>
                  {value}
                </Text>
              </div>
            ))}
          </dl>
        </Paper>
        <Stack component="section" gap="sm" aria-labelledby="text">
          <Title order={2} size="h4" id="text">
            Text
          </Title>
          {text ? <Text className={styles.text ?? ''}>{text}</Text> : <Text c="dimmed">There is no text.</Text>}
        </Stack>
      </Stack>
    </>
  );
}

function NotThere() {
  return (
    <>
      <PageHeading title="There is no such record">
        It may have been deleted, or it belongs to an organization or an area that you may not see. An admin of the
        organization can tell.
      </PageHeading>
      <Anchor component={Link} href="/settings/connections" underline="always">
        Go to your MCP connections
      </Anchor>
    </>
  );
}

function Loading() {
  return (
    <Stack gap="md" aria-hidden>
      <Skeleton h={20} w="8rem" />
      <Skeleton h={34} w="20rem" maw="100%" />
      <Skeleton h={20} w="14rem" maw="100%" />
      <Skeleton h={180} mt="md" />
      <Skeleton h={240} />
    </Stack>
  );
}
