import { ERROR_CODES } from '@countersign/contracts/errors';

/** `docs/errors.md`: the closed table of outcomes, with an anchor per code that problems point to. */
export function errorDocs(): string {
  const sections = Object.entries(ERROR_CODES).map(([code, { status, retry, title, cure }]) =>
    [`## ${code}`, `**${title}.** HTTP ${status} over REST. Worth trying again: ${retry}.`, cure].join('\n\n'),
  );
  return [
    '# Errors',
    'Written by `npm run gen` from the table of codes. Both wires tell the same code, sentence and facts.',
    'Over REST an error is a problem (RFC 9457, `application/problem+json`) whose `type` ends in the code; over MCP it is a tool error with the code and its facts in `_meta["countersign/error"]`, and as text the sentence and those facts that it does not say. Of `unauthenticated` and `insufficient_scope` the HTTP status and `WWW-Authenticate` tell as well; everything else of a tool is HTTP 200 over MCP, so that the model reads it.',
    'The sentence is for people and models and may change; programs act on `code` and the facts beside it. No error repeats stored text.',
    ...sections,
    '',
  ].join('\n\n');
}
