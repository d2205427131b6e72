import { expect, it } from 'vitest';
import { csvLine } from './csv-line.ts';

it('quotes what holds a comma, a quote or a line end, and leaves the rest as it is', () => {
  expect(csvLine(['plain', 'a,b', 'say "no"', 'two\nlines', 12, null])).toBe(
    'plain,"a,b","say ""no""","two\nlines",12,\r\n',
  );
});

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1'])('does not let a spreadsheet run %j', (text) => {
  expect(csvLine([text]).replace(/^"/, '')).toMatch(/^'/);
});

it('does not let quoting undo that', () => {
  expect(csvLine(['=HYPERLINK("http://evil.example","x")'])).toBe('"\'=HYPERLINK(""http://evil.example"",""x"")"\r\n');
});
