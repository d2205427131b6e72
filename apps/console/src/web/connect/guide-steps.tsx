import { Stack, Text } from '@mantine/core';
import { Copyable } from '../parts/copyable.tsx';
import list from '../parts/list.module.css';
import type { GuideStep } from './client-guide.ts';
import styles from './connect.module.css';

export function GuideSteps({ steps }: { readonly steps: readonly GuideStep[] }) {
  return (
    <Stack component="ol" gap="lg" className={list.rows ?? ''}>
      {steps.map(({ text, snippet }, index) => (
        <li key={text} className={styles.step}>
          <span className={styles.number} aria-hidden>
            {index + 1}
          </span>
          <Stack gap="xs">
            <Text className={styles.stepText ?? ''}>{text}</Text>
            {snippet && (
              <div>
                {snippet.file && (
                  <Text size="xs" c="dimmed" ff="monospace" mb={4}>
                    {snippet.file}
                  </Text>
                )}
                <Copyable text={snippet.text} what={snippet.what} />
              </div>
            )}
          </Stack>
        </li>
      ))}
    </Stack>
  );
}
