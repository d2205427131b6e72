import type { OrganizationView } from '@countersign/contracts/console-api';
import type { ChangeRulesView, ChangeRuleView } from '@countersign/contracts/console-inbox';
import { minorDigitsOf } from '@countersign/contracts/currencies';
import type { Effect } from '@countersign/contracts/define-tool';
import type { Decision, Signer } from '@countersign/contracts/oversight/change-rules';
import { Button, Group, NativeSelect, NumberInput, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { changeRulesQuery, useChangeRules } from '../api/inbox.ts';
import { Failure } from '../parts/failure.tsx';
import list from '../parts/list.module.css';
import { LoadingWords } from '../parts/loading-words.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import { useKeptChange } from '../sign-in-again/use-kept-change.ts';
import { useSignInAgain } from '../sign-in-again/use-sign-in-again.ts';
import { AdminsOnly } from '../write-access/admins-only.tsx';
import { ForAdmins } from '../write-access/for-admins.tsx';

/** Which changes of assistants wait for a signature in an organization. */
export function ChangeRulesPage({ slug }: { readonly slug: string }) {
  return <ForAdmins slug={slug} loading={<Loading />} admin={Rules} member={NotYours} />;
}

function NotYours({ organization }: { readonly organization: OrganizationView }) {
  return (
    <AdminsOnly
      organization={organization}
      title="What needs a signature"
      lead="Only an admin can change these rules. You can ask one of them."
    >
      <Text>What assistants may change without a signature, and what waits for one, is for the admins to say.</Text>
    </AdminsOnly>
  );
}

function Heading({ name }: { readonly name: string | undefined }) {
  return (
    <PageHeading title="What needs a signature" of={name ?? <LoadingWords w={120} />}>
      Where MCP write access is on, assistants and API keys may change things. Here you say which changes wait until a
      person has seen and signed them, and which are off. A rule holds from the very next request.
    </PageHeading>
  );
}

function Loading() {
  return (
    <>
      <Heading name={undefined} />
      <Skeleton h={420} aria-hidden />
    </>
  );
}

function Rules({ organization }: { readonly organization: OrganizationView }) {
  const { data: view, error, refetch } = useQuery(changeRulesQuery(organization.slug));
  return (
    <>
      <Heading name={organization.name} />
      {error && !view && <Failure title="The rules could not be loaded" error={error} onRetry={() => void refetch()} />}
      {!view && !error && <Skeleton h={420} aria-hidden />}
      {view && <RulesForm slug={organization.slug} view={view} />}
    </>
  );
}

const keyOf = ({ module, effect }: { readonly module: string; readonly effect: string }) => `${module}/${effect}`;

interface RulesFormProps {
  readonly slug: string;
  readonly view: ChangeRulesView;
}

const byKey = (rules: readonly ChangeRuleView[]) => new Map(rules.map((rule) => [keyOf(rule), rule]));

function RulesForm({ slug, view }: RulesFormProps) {
  const { about, currency } = view;
  const save = useChangeRules(slug);
  // A draft is of the rules it began with: once others hold, whoever saved them, the form shows those.
  const base = JSON.stringify(view.rules);
  const [draft, setDraft] = useState({ base, rules: byKey(view.rules) });
  const rules = draft.base === base ? draft.rules : byKey(view.rules);
  const setRules = (all: typeof rules) => setDraft({ base, rules: all });
  const signInAgain = useSignInAgain('change-rules');
  const send = (all: readonly ChangeRuleView[]) =>
    save.mutate({ rules: all }, { onError: (error) => signInAgain(error, all) });
  useKeptChange('change-rules', (kept) => {
    const all = kept as readonly ChangeRuleView[];
    setRules(byKey(all));
    send(all);
  });
  const set = (rule: ChangeRuleView) => {
    setRules(new Map(rules).set(keyOf(rule), rule));
    // What came of saving was said of other rules than those that are shown now.
    if (!save.isPending) save.reset();
  };
  // A button that waits cannot keep the focus.
  const button = useRef<HTMLButtonElement>(null);
  const isOver = save.isSuccess || save.isError;
  useEffect(() => {
    if (isOver && document.activeElement === document.body) button.current?.focus();
  }, [isOver]);

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send([...rules.values()]);
      }}
    >
      <Stack gap="xl">
        {about.map(({ module, title, effects }) => (
          <Stack component="section" gap="sm" key={module} aria-labelledby={`rules-${module}`}>
            <Title order={2} size="h4" id={`rules-${module}`}>
              {title}
            </Title>
            <Paper component="ul" withBorder className={list.rows ?? ''}>
              {effects.map(({ effect, tools }) => (
                <li key={effect} className={list.row}>
                  <RuleRow
                    area={title}
                    tools={tools}
                    currency={currency}
                    rule={rules.get(keyOf({ module, effect })) ?? allowed(module, effect)}
                    onChange={set}
                  />
                </li>
              ))}
            </Paper>
          </Stack>
        ))}
        {save.error && <Failure title="The rules were not saved" error={save.error} />}
        <Group gap="sm">
          <Button type="submit" ref={button} loading={save.isPending}>
            Save the rules
          </Button>
          <Text component="output" size="sm" c="dimmed">
            {save.isSuccess ? 'Saved. They hold from now on.' : ''}
          </Text>
        </Group>
      </Stack>
    </form>
  );
}

function allowed(module: string, effect: Effect): ChangeRuleView {
  return { module, effect, decision: 'allow', askFromMinor: null, signer: 'own' };
}

interface RuleRowProps {
  readonly area: string;
  readonly tools: readonly string[];
  readonly currency: string;
  readonly rule: ChangeRuleView;
  readonly onChange: (rule: ChangeRuleView) => void;
}

function RuleRow({ area, tools, currency, rule, onChange }: RuleRowProps) {
  const scale = 10 ** minorDigitsOf(currency);
  const what = `${area}: ${tools.join(', ')}`;
  return (
    <>
      <Text size="sm" style={{ flex: '1 1 14rem' }}>
        {tools.join(', ')}
      </Text>
      <Group gap="xs">
        <NativeSelect
          size="xs"
          aria-label={what}
          value={rule.decision}
          data={[
            { value: 'allow', label: 'Allowed' },
            { value: 'ask', label: 'Needs a signature' },
            { value: 'off', label: 'Off' },
          ]}
          onChange={({ currentTarget }) => onChange({ ...rule, decision: currentTarget.value as Decision })}
        />
        {rule.decision === 'ask' && (
          <>
            <NativeSelect
              size="xs"
              aria-label={`Who signs ${what}`}
              value={rule.signer}
              data={[
                { value: 'own', label: 'its person or an admin' },
                { value: 'other', label: 'somebody else' },
              ]}
              onChange={({ currentTarget }) => onChange({ ...rule, signer: currentTarget.value as Signer })}
            />
            <NumberInput
              size="xs"
              w={150}
              aria-label={`From which amount on, ${what}`}
              placeholder="any amount"
              prefix="from "
              suffix={` ${currency}`}
              thousandSeparator=","
              min={0}
              hideControls
              value={rule.askFromMinor === null ? '' : rule.askFromMinor / scale}
              onChange={(value) =>
                onChange({ ...rule, askFromMinor: Number(value) > 0 ? Math.round(Number(value) * scale) : null })
              }
            />
          </>
        )}
      </Group>
    </>
  );
}
