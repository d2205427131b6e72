import type { CallTool } from '@countersign/access/calls/call-tool';
import type { Catalogue, CatalogueEntry } from '@countersign/contracts/catalogue';
import { AppError } from '@countersign/contracts/errors';
import type { Resource } from '@countersign/contracts/resource';
import { type Granted, isGranted } from '@countersign/contracts/scopes';
import {
  type ListResourcesResult,
  type ListResourceTemplatesResult,
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
  ResourceNotFoundError,
  UriTemplate,
} from '@modelcontextprotocol/server';
import { completed, type Exchange, noteRefusal } from './exchange.ts';
import type { LinkedFiles } from './linked-file.ts';

const URI_LENGTH_MAX = 500;

interface Shown {
  readonly resource: Resource;
  readonly entry: CatalogueEntry;
  readonly template: UriTemplate;
}

/** The resources a caller is shown: those whose tool they were granted and chose to see. */
function resourcesFor(catalogue: Catalogue, granted: Granted): Shown[] {
  const modules = new Set([...catalogue.values()].map(({ module }) => module));
  return [...modules].flatMap(({ resources = [] }) =>
    resources.flatMap((resource) => {
      const entry = catalogue.get(resource.tool);
      if (!entry || !isGranted(granted, entry.requirement)) return [];
      return [{ resource, entry, template: new UriTemplate(resource.uriTemplate) }];
    }),
  );
}

const described = ({ name, title, summary, mimeType }: Resource) => ({ name, title, description: summary, mimeType });

export function listResources(catalogue: Catalogue, granted: Granted): ListResourcesResult {
  const fixed = resourcesFor(catalogue, granted).filter(({ template }) => template.variableNames.length === 0);
  return { resources: fixed.map(({ resource }) => ({ uri: resource.uriTemplate, ...described(resource) })) };
}

export function listResourceTemplates(catalogue: Catalogue, granted: Granted): ListResourceTemplatesResult {
  const templates = resourcesFor(catalogue, granted).filter(({ template }) => template.variableNames.length > 0);
  return {
    resourceTemplates: templates.map(({ resource }) => ({ uriTemplate: resource.uriTemplate, ...described(resource) })),
  };
}

/**
 * Reads a resource through its tool. An address of nothing, of a resource that is not shown, of a record that is missing and of one the
 * caller cannot see are one answer.
 */
export async function readResource(
  { callTool, readLinkedFile }: { readonly callTool: CallTool; readonly readLinkedFile: LinkedFiles['read'] },
  exchange: Exchange,
  granted: Granted,
  uri: string,
): Promise<ReadResourceResult> {
  for (const { resource, entry, template } of resourcesFor(exchange.choice.catalogue, granted)) {
    const input = uri.length > URI_LENGTH_MAX ? null : template.match(uri);
    if (!input) continue;
    try {
      const content = resource.content(completed(await callTool(exchange.caller, entry, input)) as never);
      const shown =
        'text' in content
          ? { text: content.text }
          : { blob: Buffer.from(await readLinkedFile(content.linkedFile)).toString('base64') };
      return { contents: [{ uri, mimeType: content.mimeType, ...shown }] };
    } catch (thrown) {
      throw asProtocolError(exchange, uri, thrown);
    }
  }
  throw new ResourceNotFoundError(uri);
}

/** Resources have no error of their own kind as tools have; the code and its facts ride in `data`. */
function asProtocolError(exchange: Exchange, uri: string, thrown: unknown): ProtocolError {
  const error = thrown instanceof AppError ? thrown : new AppError('internal', 'Something failed.', { cause: thrown });
  // An id that is none is an address of nothing.
  if (error.code === 'not_found' || error.code === 'invalid_input') return new ResourceNotFoundError(uri);
  noteRefusal(exchange, error);
  const kind = error.code === 'internal' ? ProtocolErrorCode.InternalError : ProtocolErrorCode.InvalidRequest;
  return new ProtocolError(kind, `${error.code}: ${error.message}`, { code: error.code, ...error.details });
}
