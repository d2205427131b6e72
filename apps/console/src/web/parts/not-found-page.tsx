import { Anchor } from '@mantine/core';
import { Link } from 'wouter';
import { PageHeading } from './page-heading.tsx';

export function NotFoundPage() {
  return (
    <>
      <PageHeading title="There is nothing at this address">
        It may have been mistyped, or the page has moved.
      </PageHeading>
      <Anchor component={Link} href="/settings/connections">
        Go to your MCP connections
      </Anchor>
    </>
  );
}
