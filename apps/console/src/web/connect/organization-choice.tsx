import type { OrganizationView } from '@countersign/contracts/console-api';
import { NativeSelect } from '@mantine/core';

interface OrganizationChoiceProps {
  readonly organizations: readonly OrganizationView[];
  readonly chosen: string | undefined;
  /** An empty slug is the general address. */
  readonly onChoose: (slug: string) => void;
}

export function OrganizationChoice({ organizations, chosen, onChoose }: OrganizationChoiceProps) {
  return (
    <NativeSelect
      label="Organization"
      description="An organization’s own address is for adding a second one to the same assistant."
      styles={{ wrapper: { maxWidth: '26rem' } }}
      value={chosen ?? ''}
      onChange={(event) => onChoose(event.currentTarget.value)}
      data={[
        { value: '', label: 'Choose it when you sign in' },
        ...organizations.map(({ slug, name }) => ({ value: slug, label: name })),
      ]}
    />
  );
}
