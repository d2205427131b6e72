import type { CompanyDetails, CompanyView } from '@countersign/contracts/console-company';
import { Button, Group, NativeSelect, Paper, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { ApiError } from '../api/api-request.ts';
import { Failure } from '../parts/failure.tsx';
import { UnsavedChanges } from '../parts/unsaved-changes.tsx';
import { GROUPS } from './company-fields.ts';
import { useSaveCompany } from './company-query.ts';

const HINT_BELOW: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'error', 'description'];

/** Keeps what was typed until it is saved, whatever the server answers. */
export function CompanyForm({ view }: { readonly view: CompanyView }) {
  const save = useSaveCompany(view.organization.slug);
  // What was loaded when the form opened or was last saved: a later answer must not pass for what the person saw.
  const [base, setBase] = useState(view);
  const [details, setDetails] = useState<CompanyDetails>(view.details);
  const form = useRef<HTMLFormElement>(null);
  const problems = save.error instanceof ApiError ? save.error.fields : {};
  const isChanged = JSON.stringify(details) !== JSON.stringify(base.details);

  useEffect(() => {
    if (save.isError) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [save.isError]);

  const send = (event: SubmitEvent) => {
    event.preventDefault();
    save.mutate(
      { version: base.version, details },
      {
        onSuccess: (saved) => {
          setBase(saved);
          setDetails(saved.details);
        },
      },
    );
  };

  return (
    <form ref={form} onSubmit={send} noValidate aria-label="Company details">
      <UnsavedChanges when={isChanged} what="the company details" />
      <Stack gap="lg">
        {GROUPS.map(({ title, fields }) => (
          <Paper key={title} component="section" withBorder p="lg" aria-label={title}>
            <Title order={2} size="h4" mb="md">
              {title}
            </Title>
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              {fields.map(({ name, label, hint, required, inputMode, choices }) => {
                const field = {
                  label,
                  name,
                  value: details[name],
                  error: problems[name],
                  readOnly: save.isPending,
                  // Hints come below, so that fields of one row stand on one line.
                  inputWrapperOrder: HINT_BELOW,
                  onChange: ({ currentTarget }: { currentTarget: { value: string } }) =>
                    setDetails((now) => ({ ...now, [name]: currentTarget.value })),
                };
                if (choices) {
                  const data = Object.entries(choices).map(([value, words]) => ({ value, label: words }));
                  return <NativeSelect key={name} {...field} data={data} />;
                }
                const isFixed = name === 'baseCurrency' && base.currencyIsFixed;
                return (
                  <TextInput
                    key={name}
                    {...field}
                    {...(inputMode && { inputMode })}
                    required={required ?? false}
                    readOnly={field.readOnly || isFixed}
                    description={isFixed ? 'Stays as it is, because something was booked in it.' : hint}
                    autoComplete="off"
                  />
                );
              })}
            </SimpleGrid>
          </Paper>
        ))}
        {save.error && <Failure title="Nothing was saved" error={save.error} />}
        <Group>
          <Button type="submit" loading={save.isPending} disabled={!isChanged}>
            Save
          </Button>
          <Text component="output" size="sm" c="dimmed">
            {isChanged ? 'There are unsaved changes.' : save.isSuccess ? 'Saved.' : ''}
          </Text>
        </Group>
      </Stack>
    </form>
  );
}
