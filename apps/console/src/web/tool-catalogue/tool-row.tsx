import type { PublicModule, PublicTool } from '@countersign/contracts/public-catalogue';
import { Group, Text } from '@mantine/core';
import { OAUTH_SCOPE_BADGES } from '../connections/oauth-scope-badge.ts';
import { ScopeBadge } from '../connections/scope-badge.tsx';
import { guardsOf, KINDS, kindOf, whoMay } from './tool-words.ts';
import styles from './tools.module.css';

interface ToolRowProps {
  readonly tool: PublicTool;
  readonly module: PublicModule;
}

/** One tool: what it does on the left, who may and what guards it on the right. */
export function ToolRow({ tool, module }: ToolRowProps) {
  const scope = tool.scopes.at(-1);
  const kind = kindOf(tool);
  return (
    <li className={styles.tool} id={tool.name}>
      <div>
        <Text component="h3" fw={600}>
          {tool.title}
        </Text>
        <Text size="sm" maw="38rem">
          {tool.summary}
        </Text>
        <Text size="xs" c="dimmed" ff="monospace" mt={4}>
          {tool.name}
        </Text>
      </div>
      <div className={styles.guards}>
        <Group gap={6}>
          {scope && <ScopeBadge {...OAUTH_SCOPE_BADGES[scope]} />}
          {(kind === 'final' || kind === 'key') && <span className={styles.mark}>{KINDS[kind]}</span>}
          {tool.annotations.openWorldHint && <span className={styles.mark}>Reaches outside</span>}
        </Group>
        <Text size="sm" mt={4}>
          {whoMay(tool, module.area)}
        </Text>
        <Text size="xs" c="dimmed">
          {guardsOf(tool, module).join(' · ')}
        </Text>
      </div>
    </li>
  );
}
