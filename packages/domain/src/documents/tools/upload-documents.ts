import { defineTool } from '@countersign/contracts/define-tool';
import { AppError } from '@countersign/contracts/errors';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { sniffContent } from '../reading/sniff-content.ts';
import { ContextNote, Document, DocumentName, FILE_BYTES_MAX, FILES_MAX } from '../schemas.ts';
import { insertDocument, requireDocument } from '../store.ts';

const NewFile = z.strictObject({
  name: DocumentName.describe('With its ending, such as contract.pdf.'),
  contentBase64: z
    .string()
    .min(1)
    .max(Math.ceil(FILE_BYTES_MAX / 3) * 4)
    .describe('The bytes of the file in base64, at most 5 MiB of them.'),
  contextNote: ContextNote.optional(),
});

export const uploadDocuments = defineTool({
  name: 'upload_documents',
  title: 'Upload documents',
  summary:
    'Keep up to ten files: PDF, CSV, XML or plain text. Their text is found by search once get_ingest_status says read.',
  module: 'documents',
  effect: 'create',
  takesFiles: true,
  input: z.strictObject({
    files: z.array(NewFile).min(1).max(FILES_MAX),
    teamId: z
      .uuid()

      .optional()
      .describe('The team that keeps them. A connection narrowed to a team uses that one.'),
  }),
  output: z.object({ documents: z.array(Document) }),
  examples: [
    {
      files: [
        { name: 'note.txt', contentBase64: 'VGhlIGtleSBpcyB1bmRlciB0aGUgbWF0Lg==', contextNote: 'About the key.' },
      ],
    },
  ],
})
  .allow(inTeam((input) => input.teamId))
  .handle(async (ctx, { files, teamId = ctx.team?.id ?? null }, tx) => {
    const documents = [];
    for (const [index, { name, contentBase64, contextNote = '' }] of files.entries()) {
      const bytes = decoded(contentBase64, index);
      const contentType = await sniffContent(bytes, name);
      if (!contentType) throw refusal(index, 'is no PDF, XML, CSV or plain text');
      const id = await insertDocument(ctx, tx, { name, contextNote, teamId, contentType, bytes });
      documents.push(await requireDocument(tx, id));
    }
    return { documents };
  });

function decoded(base64: string, index: number): Buffer {
  const bytes = Buffer.from(base64, 'base64');
  // Node skips what is no base64; what is left must be what was sent.
  if (bytes.length === 0 || bytes.toString('base64') !== base64) throw refusal(index, 'is no base64');
  if (bytes.length > FILE_BYTES_MAX) throw refusal(index, 'is larger than 5 MiB');
  return bytes;
}

function refusal(index: number, problem: string): AppError {
  const path = `files.${index}.contentBase64`;
  return new AppError(
    'invalid_input',
    `No file was kept, because ${path} ${problem}. Correct or leave out that file.`,
    {
      fields: [{ path, problem }],
    },
  );
}
