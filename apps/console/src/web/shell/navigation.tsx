import type { OrganizationView } from '@countersign/contracts/console-api';
import { Badge, NavLink, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { inboxCountsQuery } from '../api/inbox.ts';
import { isAdministered, sessionQuery } from '../api/session.ts';
import {
  HouseIcon,
  KeyIcon,
  LinkIcon,
  MailIcon,
  PenIcon,
  PeopleIcon,
  PlugIcon,
  RulesIcon,
  SignIcon,
  SignInIcon,
  ToolsIcon,
} from '../icons.tsx';
import styles from './shell.module.css';

/** The person's own settings, then those of each organization they are in. */
export function Navigation() {
  const { data: session } = useQuery(sessionQuery);
  const { data: counts } = useQuery({ ...inboxCountsQuery, enabled: session !== undefined });
  return (
    <>
      <NavigationGroup name="Your settings">
        <NavigationLink href="/settings/connections" label="MCP connections" icon={<PlugIcon />} />
        <NavigationLink href="/settings/api-keys" label="My API keys" icon={<KeyIcon />} />
        <NavigationLink href="/connect" label="Connect an assistant" icon={<LinkIcon />} />
        <NavigationLink href="/tools" label="Tools" icon={<ToolsIcon />} />
        <NavigationLink href="/settings/sign-ins" label="My sign-ins" icon={<SignInIcon />} />
        {session?.showsMail && <NavigationLink href="/dev/mail" label="Mail of this machine" icon={<MailIcon />} />}
      </NavigationGroup>
      {session ? (
        session.organizations.map((organization) => (
          <NavigationGroup key={organization.slug} name={organization.name}>
            {organization.role !== 'viewer' && (
              <NavigationLink
                href={`/orgs/${organization.slug}/inbox`}
                label="Changes to sign"
                icon={<SignIcon />}
                count={counts?.[organization.slug] ?? 0}
              />
            )}
            {isAdministered(organization) && <AdminLinks organization={organization} />}
            <NavigationLink
              href={`/orgs/${organization.slug}/settings/members`}
              label={isAdministered(organization) ? 'Members and teams' : 'Your membership'}
              icon={<PeopleIcon />}
            />
          </NavigationGroup>
        ))
      ) : (
        <Stack mt="lg" gap="xs" aria-hidden>
          <Skeleton h={14} w={90} />
          <Skeleton h={36} />
        </Stack>
      )}
    </>
  );
}

function AdminLinks({ organization: { slug } }: { readonly organization: OrganizationView }) {
  return (
    <>
      <NavigationLink href={`/orgs/${slug}/settings/mcp-write-access`} label="MCP write access" icon={<PenIcon />} />
      <NavigationLink
        href={`/orgs/${slug}/settings/change-rules`}
        label="What needs a signature"
        icon={<RulesIcon />}
      />
      <NavigationLink href={`/orgs/${slug}/settings/connections`} label="Connections" icon={<PlugIcon />} />
      <NavigationLink href={`/orgs/${slug}/settings/api-access`} label="API access" icon={<KeyIcon />} />
      <NavigationLink href={`/orgs/${slug}/settings/company`} label="Company details" icon={<HouseIcon />} />
    </>
  );
}

function NavigationGroup({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={styles.group}>
      <div className={styles.groupName}>{name}</div>
      {children}
    </div>
  );
}

interface NavigationLinkProps {
  readonly href: string;
  readonly label: string;
  readonly icon: ReactNode;
  /** How many wait there for this person. */
  readonly count?: number;
}

function NavigationLink({ href, label, icon, count = 0 }: NavigationLinkProps) {
  const [path] = useLocation();
  const isHere = path === href || path.startsWith(`${href}/`);
  return (
    <NavLink
      component={Link}
      href={href}
      label={label}
      leftSection={icon}
      rightSection={
        count > 0 && (
          <Badge size="sm" circle={count < 10} aria-label={`${count} waiting`}>
            {count}
          </Badge>
        )
      }
      active={isHere}
      aria-current={isHere ? 'page' : undefined}
      className={styles.link ?? ''}
    />
  );
}
