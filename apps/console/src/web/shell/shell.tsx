import { AppShell, Burger, Group } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useEffect, useRef } from 'react';
import { Link, useLocation } from 'wouter';
import { ColorSchemeButton } from './color-scheme-button.tsx';
import { Mark } from './mark.tsx';
import { Navigation } from './navigation.tsx';
import { PersonMenu } from './person-menu.tsx';
import styles from './shell.module.css';
import { useNewPage } from './use-new-page.ts';

/** Where the navigation opens over the page instead of standing beside it. */
const NARROW = '(max-width: 47.99em)';

/** What surrounds every page; it stands before anything is loaded. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const [opened, { toggle, close }] = useDisclosure(false);
  const [path] = useLocation();
  const content = useRef<HTMLElement>(null);
  useEffect(close, [path, close]);
  useNewPage(path, content);
  const burger = useRef<HTMLButtonElement>(null);
  const isCovered = useMediaQuery(NARROW, false) && opened;

  return (
    <AppShell
      header={{ height: 60 }}
      navbar={{ width: 250, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={{ base: 'md', sm: 'xl' }}
      onClick={({ target }) => {
        if (target instanceof Element && target.closest('a')) close();
      }}
      onKeyDown={({ key }) => {
        if (!isCovered || key !== 'Escape') return;
        close();
        burger.current?.focus();
      }}
    >
      <a className={styles.skip} href="#content">
        Skip to the content
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              ref={burger}
              opened={opened}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={opened ? 'Close the navigation' : 'Open the navigation'}
              aria-expanded={opened}
            />
            <Link href="/settings/connections" className={styles.brand}>
              <Mark />
              <span className={styles.brandName}>Countersign</span>
            </Link>
          </Group>
          <Group gap="xs" wrap="nowrap" justify="flex-end" className={styles.own ?? ''}>
            <PersonMenu />
            <ColorSchemeButton />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="md" aria-label="Settings" mod={{ opened }} className={styles.navbar ?? ''}>
        <Navigation />
      </AppShell.Navbar>
      <AppShell.Main className={styles.main} id="content" tabIndex={-1} ref={content} inert={isCovered}>
        <div className={styles.content}>{children}</div>
      </AppShell.Main>
    </AppShell>
  );
}
