import { Alert, Button, Group, Text } from '@mantine/core';

interface FailureProps {
  /** What could not be done, as a title. */
  readonly title: string;
  readonly error: Error;
  readonly onRetry?: () => void;
}

/** Says what went wrong and offers to try again. */
export function Failure({ title, error, onRetry }: FailureProps) {
  return (
    <Alert color="red" title={title} role="alert">
      <Group justify="space-between" gap="sm">
        <Text size="sm">{error.message}</Text>
        {onRetry && (
          <Button variant="default" size="xs" onClick={onRetry}>
            Try again
          </Button>
        )}
      </Group>
    </Alert>
  );
}
