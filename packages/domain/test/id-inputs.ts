import type { Tool } from '@countersign/contracts/define-tool';
import {
  hasPath,
  type InputPath,
  type InputSchema,
  inputPaths,
  schemasAt,
  withValue,
} from '@countersign/testing/input-paths';
import { z } from 'zod';
import { catalogue } from '../src/catalogue.ts';
import { filledIn } from './demo-records.ts';

/** Ids by other names than their record's own, by the path that leads to them. */
const SAME_AS: Readonly<Record<string, string>> = {
  'lines.0.projectId': 'projectId',
  assigneeId: 'memberId',
  leadId: 'memberId',
  authorId: 'memberId',
  userId: 'memberId',
  receiptDocumentId: 'documentId',
  'teamIds.0': 'teamId',
  'phases.0.id': 'phaseId',
  'update_invoice_draft lines.0.id': 'draftLineId',
  'create_credit_note lines.0.lineId': 'issuedLineId',
};

/** Numbers that authorities give out; no ids of records. */
const REGISTER_NUMBERS = new Set(['businessId', 'vatId']);

/** Records that every team of the organization has in common. */
const OF_NO_TEAM = new Set(['memberId', 'customerId', 'invitationId']);

/** What `search` finds; the ids of `fetch` begin with one of these. */
const SEARCHED_KINDS = [...new Set([...catalogue.values()].map(({ module }) => module))].flatMap(
  ({ searchables = [] }) => searchables.map(({ kind }) => kind),
);

export interface IdInput {
  readonly tool: Tool;
  readonly name: string;
  readonly path: InputPath;
  /** The path as people read it. */
  readonly place: string;
  /** Whose id it is, as `demoRecords` names it. */
  readonly record: string;
  /** Every team of the organization has these records in common. */
  readonly ofNoTeam: boolean;
  /** A filter finds nothing; whatever else takes an id refuses it. */
  readonly filters: boolean;
  /** What stands before the id, for a tool whose ids say their kind. */
  readonly prefix: string;
}

const schemaOf = ({ input }: Tool) => z.toJSONSchema(input, { io: 'input' }) as InputSchema;

/** Every way in for an id, however deep: each tool with each place whose schema is an id's or whose name says so. */
export const ID_INPUTS = [...catalogue.values()].flatMap(({ tool }): IdInput[] =>
  inputPaths(schemaOf(tool)).flatMap((path) => {
    const property = String(path.findLast((step) => typeof step === 'string'));
    const isId = schemasAt(schemaOf(tool), path).some(({ format }) => format === 'uuid');
    if (REGISTER_NUMBERS.has(property) || (!isId && !/(^i|I)d$/.test(property))) return [];
    const place = path.join('.');
    const of = (record: string, kind?: string): IdInput => ({
      tool,
      name: tool.name,
      path,
      place: kind === undefined ? place : `${place} of a ${kind}`,
      record,
      ofNoTeam: OF_NO_TEAM.has(record),
      filters: tool.name.startsWith('list_'),
      prefix: kind === undefined ? '' : `${kind}:`,
    });
    if (isId) return [of(SAME_AS[`${tool.name} ${place}`] ?? SAME_AS[place] ?? place)];
    return SEARCHED_KINDS.map((kind) => of(`${kind}Id`, kind));
  }),
);

/** An example of the tool with that id in its place, and the caller's own records in all others. */
export function withId(
  { tool, path, prefix }: IdInput,
  records: Readonly<Record<string, string>>,
  id: string | undefined,
): Record<string, unknown> {
  const schema = schemaOf(tool);
  const example = tool.examples.find((candidate) => hasPath(candidate, path)) ?? tool.examples[0];
  const filled = filledIn(withValue(schema, example, path, undefined), records);
  return withValue(schema, filled, path, `${prefix}${id}`) as Record<string, unknown>;
}
