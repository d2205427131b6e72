import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorResolverResult,
} from '@mantine/core';

/** 7 is the first ink on light paper, 3 on dark. */
const teal: MantineColorsTuple = [
  '#edf5f3',
  '#dcece8',
  '#b0dcd3',
  '#7fd6c8',
  '#4fb3a6',
  '#2b8f86',
  '#17736e',
  '#0f5f5c',
  '#0c4a48',
  '#0c2422',
];

/** Greys of the paper. What is on its way and what cannot be pressed are drawn in them. */
const gray: MantineColorsTuple = [
  '#f8f6f0',
  '#f1eee6',
  '#e9e5da',
  '#ded9cd',
  '#cfc9bb',
  '#aeaca1',
  '#84867d',
  '#55625f',
  '#36423f',
  '#1d2a2e',
];

/** 8 is the page, 7 what lies on it, 4 its lines. */
const dark: MantineColorsTuple = [
  '#eceae3',
  '#cdd2ce',
  '#a9b4b1',
  '#77857f',
  '#334044',
  '#2a3539',
  '#212c30',
  '#1a2326',
  '#11181a',
  '#0b1012',
];

/** The page keeps its scrollbar under a dialog, so nothing has to make up for the room of one that is gone. */
const KEEPS_SCROLLBAR = { removeScrollBar: false };

/** A name in it may need more than one line. */
const DIALOG_TITLE = { fz: 'lg', fw: 650, lh: 1.3 };

/** What went wrong looks the same wherever it is said. */
const ALERT_INK = {
  '--alert-bg': 'var(--alert-soft)',
  '--alert-color': 'var(--alert)',
  '--alert-bd': '1px solid var(--alert)',
};

/** What is printed in the first ink, and on it, differs between the schemes; the library would decide it once for both. */
const FIRST_INK: Readonly<Record<string, Partial<VariantColorResolverResult>>> = {
  filled: { color: 'var(--on-first)' },
  subtle: { color: 'var(--first)', hover: 'var(--first-soft)' },
};

export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 3 },
  variantColorResolver: (input) => ({
    ...defaultVariantColorsResolver(input),
    ...(input.color === 'teal' && FIRST_INK[input.variant]),
  }),
  colors: { teal, gray, dark },
  fontFamily: 'Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, monospace',
  headings: {
    fontFamily: 'ui-serif, "Iowan Old Style", "Palatino Linotype", Palatino, Georgia, serif',
    fontWeight: '600',
  },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Alert: { vars: () => ({ root: ALERT_INK }) },
    SegmentedControl: { defaultProps: { bg: 'var(--inset)', bd: '1px solid var(--line)' } },
    ModalRoot: { defaultProps: { centered: true, removeScrollProps: KEEPS_SCROLLBAR } },
    ModalTitle: { defaultProps: DIALOG_TITLE },
    DrawerRoot: { defaultProps: { removeScrollProps: KEEPS_SCROLLBAR } },
    DrawerTitle: { defaultProps: DIALOG_TITLE },
    Tooltip: { defaultProps: { multiline: true, maw: 280, events: { hover: true, focus: true, touch: true } } },
  },
});

/** What the library would set for each scheme. */
const inks = {
  '--mantine-color-anchor': 'var(--first)',
  '--mantine-color-default-border': 'var(--line)',
  '--mantine-color-error': 'var(--alert)',
};

/** Warm paper instead of the library's white, and small text it would print too faint (WCAG 1.4.3). */
export const paperColors: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...inks,
    '--mantine-color-body': '#fffdf9',
    '--mantine-color-text': '#1d2a2e',
    '--mantine-color-default': '#fffdf9',
    '--mantine-color-dimmed': '#55625f',
    '--mantine-color-placeholder': '#6a7471',
  },
  dark: { ...inks, '--mantine-color-dimmed': '#a9b4b1', '--mantine-color-placeholder': '#98a49f' },
});
