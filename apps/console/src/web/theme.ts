import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const teal: MantineColorsTuple = [
  '#edf7f5',
  '#d6ece8',
  '#a8d8d0',
  '#71c0b4',
  '#3ea698',
  '#1d8f81',
  '#0f8377',
  '#0f766e',
  '#115e59',
  '#134e4a',
];

/** Neutral with a trace of the primary colour; 7 is the page, 6 what lies on it, 4 its lines. */
const dark: MantineColorsTuple = [
  '#e2ebe8',
  '#c6d2ce',
  '#a9b8b4',
  '#81918d',
  '#3b4946',
  '#2c3836',
  '#1c2624',
  '#151e1c',
  '#0e1514',
  '#090e0d',
];

export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: 7,
  colors: { teal, dark },
  fontFamily: 'Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, monospace',
  headings: { fontWeight: '650' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    ModalRoot: { defaultProps: { centered: true } },
    Tooltip: { defaultProps: { multiline: true, maw: 280, events: { hover: true, focus: true, touch: true } } },
  },
});

/** The library's own dimmed and link colours are too faint for small text (WCAG 1.4.3). */
export const readableColors: CSSVariablesResolver = () => ({
  variables: {},
  light: { '--mantine-color-dimmed': '#4b5b58', '--mantine-color-anchor': '#0f766e' },
  dark: { '--mantine-color-dimmed': '#a9b8b4', '--mantine-color-anchor': '#5eead4' },
});
