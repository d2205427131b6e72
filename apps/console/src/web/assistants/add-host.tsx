import { clientOrigin } from '@countersign/contracts/console-assistants';
import { Button, Group, Text, TextInput } from '@mantine/core';
import { useState } from 'react';

/** A host that is not among those offered. */
export function AddHost({ onAdd }: { readonly onAdd: (origin: string) => void }) {
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string>();
  const add = () => {
    const origin = clientOrigin(typed);
    if (origin === undefined) {
      setProblem('Type a host such as assistant.example.com, without anything before or after it.');
      return;
    }
    onAdd(origin);
    setTyped('');
    setProblem(undefined);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <Group align="flex-end" gap="sm">
        <TextInput
          label="Another host"
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          error={problem !== undefined}
          aria-describedby={problem === undefined ? undefined : 'another-host-problem'}
          maxLength={300}
          flex="1 1 12rem"
        />
        <Button type="submit" variant="default">
          Add
        </Button>
      </Group>
      {problem && (
        <Text size="sm" c="var(--mantine-color-error)" mt="xs" id="another-host-problem" role="alert">
          {problem}
        </Text>
      )}
    </form>
  );
}
