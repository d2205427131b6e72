/** What a client gets of an MCP resource. */
export type ResourceContent =
  | { readonly mimeType: string; readonly text: string }
  /** The file that a link of `ctx.links.file` opens; whoever serves the resource opens it. */
  | { readonly mimeType: string; readonly linkedFile: string };

/**
 * A record that assistants can attach by its address instead of calling a tool. It is read through a tool, so gate, scopes, team and audit
 * are that tool's, and nothing is read in two ways.
 */
export interface Resource {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly mimeType: string;
  /** Such as `countersign://documents/{documentId}`; braces name inputs of the tool. Without any it is listed as one address. */
  readonly uriTemplate: string;
  /** The reading tool whose answer it shows. */
  readonly tool: string;
  readonly content: (answer: never) => ResourceContent;
}
