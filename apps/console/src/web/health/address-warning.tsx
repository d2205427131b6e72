import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { connectorHealthQuery } from './connector-health-query.ts';

interface AddressWarningProps {
  /** The slug of the organization whose own address it is; the general address without. */
  readonly organization?: string | undefined;
}

/** Stands beside an address to copy while the check on the page says that it does not work. */
export function AddressWarning({ organization }: AddressWarningProps) {
  const { data: health } = useQuery(connectorHealthQuery(organization));
  if (!health?.failure) return null;
  return (
    <Text size="sm" fw={600} c="var(--alert)" role="note">
      No assistant can connect at this address now. Do not copy it before the check on this page passes.
    </Text>
  );
}
