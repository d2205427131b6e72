import { Anchor, SimpleGrid, Stack, Text } from '@mantine/core';
import { Link } from 'wouter';
import { HealthBadge } from '../health/health-badge.tsx';
import list from '../parts/list.module.css';
import { PageHeading } from '../parts/page-heading.tsx';
import { CLIENT_GUIDES } from './client-guides.ts';
import styles from './connect.module.css';

/** `/connect`: which assistant? */
export function ClientGuidesPage() {
  return (
    <>
      <PageHeading title="Connect an assistant">
        Choose yours, and follow its steps. It takes about a minute, and you decide on the way what it may do.
      </PageHeading>
      <Stack gap="lg">
        <HealthBadge />
        <SimpleGrid component="ul" cols={{ base: 1, xs: 2, md: 3 }} spacing="sm" className={list.rows ?? ''}>
          {CLIENT_GUIDES.map(({ slug, name, about }) => (
            <li key={slug} className={styles.client}>
              <Anchor component={Link} href={`/connect/${slug}`} fw={600} className={styles.clientLink}>
                {name}
              </Anchor>
              <Text size="sm" c="dimmed">
                {about}
              </Text>
            </li>
          ))}
        </SimpleGrid>
      </Stack>
    </>
  );
}
