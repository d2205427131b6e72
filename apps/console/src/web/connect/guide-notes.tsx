import { Stack, Text, Title } from '@mantine/core';
import styles from './connect.module.css';

export function GuideNotes({ notes }: { readonly notes: readonly string[] }) {
  return (
    <Stack component="section" gap="xs" aria-labelledby="notes">
      <Title order={2} size="h4" id="notes">
        Good to know
      </Title>
      <ul className={styles.notes}>
        {notes.map((note) => (
          <Text key={note} component="li" size="sm" maw="46rem">
            {note}
          </Text>
        ))}
      </ul>
    </Stack>
  );
}
