import type { DeedChange } from '@countersign/contracts/oversight/deed';
import { nounOf } from '@countersign/contracts/oversight/deed-in-words';
import { Paper, Stack, Text } from '@mantine/core';
import { moneyWords } from '../parts/money.ts';
import styles from './deed-changes.module.css';

const HAPPENED = { created: 'New', changed: 'Changed', removed: 'Removed' } as const;

/** Everything a deed changes, field by field: what is shown is what was tried, never what an assistant says of it. */
export function DeedChanges({ changes }: { readonly changes: readonly DeedChange[] }) {
  if (changes.length === 0) return <Text>It changes nothing that anybody is told of.</Text>;
  return (
    <Stack component="ul" gap="sm" className={styles.changes ?? ''}>
      {changes.map((change) => (
        <Paper component="li" withBorder p="md" key={keyOf(change)}>
          <Text size="sm" fw={600}>
            {HAPPENED[change.happened]}: {nounOf(change.part?.kind ?? change.record.kind)}
            {change.part
              ? ` of ${nounOf(change.record.kind)} ${change.record.label ?? ''}`
              : ` ${change.record.label ?? ''}`}
          </Text>
          <dl className={styles.fields}>
            {Object.entries(change.fields).map(([name, { before, after }]) => (
              <div key={name}>
                <dt>{fieldWords(name)}</dt>
                <dd>
                  {change.happened === 'changed' && (
                    <>
                      <del>{valueWords(name, before, change)}</del>
                      <span aria-hidden> → </span>
                    </>
                  )}
                  {change.happened === 'removed' ? (
                    <del>{valueWords(name, before, change)}</del>
                  ) : (
                    <ins>{valueWords(name, after, change)}</ins>
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </Paper>
      ))}
    </Stack>
  );
}

/** Of one row there may be several changes, each with another version or other fields. */
function keyOf({ record, part, happened, versionAfter, fields }: DeedChange): string {
  return `${record.id} ${part?.id ?? ''} ${happened} ${versionAfter ?? ''} ${JSON.stringify(fields)}`;
}

/** `unitPriceMinor` as people read it: “Unit price”. */
function fieldWords(name: string): string {
  const words = name
    .replace(/(Minor|Id)$/, '')
    .replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .trim();
  return `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}`;
}

function valueWords(name: string, value: unknown, { amount, fields }: DeedChange): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (typeof value === 'number' && name.endsWith('Minor')) {
    const currency = amount?.currency ?? fields['currency']?.after ?? fields['currency']?.before;
    return typeof currency === 'string' ? moneyWords({ minor: value, currency }) : String(value);
  }
  if (typeof value === 'number' && name.endsWith('BasisPoints')) return `${value / 100} %`;
  if (typeof value === 'number' && name.endsWith('Thousandths')) return String(value / 1000);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (typeof value !== 'object') return 'nothing';
  if ('label' in value) return String(value.label);
  if ('length' in value) return `a text of ${String(value.length)} characters`;
  return JSON.stringify(value);
}
