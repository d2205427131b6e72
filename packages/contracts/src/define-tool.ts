import { z } from 'zod';
import type { Job } from './define-job.ts';
import type { Prompt } from './define-prompt.ts';
import type { FileKind } from './file-kind.ts';
import { localInput } from './local-value.ts';
import { withOwnCursors } from './own-cursors.ts';
import type { Policy } from './policy.ts';
import type { RequestContext, Tx } from './request-context.ts';
import type { Resource } from './resource.ts';
import type { Area, Requirement, Tier } from './scopes.ts';
import type { Searchable } from './searchable.ts';
import { withToldDigits } from './told-digits.ts';

/**
 * The single safety fact about a tool. Tier, hints and reachability follow from it:
 * `issue`, `send` and `settle` are steps that cannot be taken back; `delete`, `message`, `invite` and `authorize` are never
 * reachable through a person's consent, only with an organization's API key.
 */
export const EFFECTS = {
  read: { tier: 'read', destructive: false, keyOnly: false },
  create: { tier: 'write', destructive: false, keyOnly: false },
  update: { tier: 'write', destructive: false, keyOnly: false },
  start: { tier: 'write', destructive: false, keyOnly: false },
  status: { tier: 'write', destructive: false, keyOnly: false },
  issue: { tier: 'manage', destructive: true, keyOnly: false },
  send: { tier: 'manage', destructive: true, keyOnly: false },
  settle: { tier: 'manage', destructive: true, keyOnly: false },
  delete: { tier: 'manage', destructive: true, keyOnly: true },
  message: { tier: 'manage', destructive: true, keyOnly: true },
  invite: { tier: 'manage', destructive: true, keyOnly: true },
  authorize: { tier: 'manage', destructive: false, keyOnly: true },
} as const satisfies Record<string, { tier: Tier; destructive: boolean; keyOnly: boolean }>;

export type Effect = keyof typeof EFFECTS;

/** Fields of an update that may be emptied, and what each then holds. */
export type Clearable<I extends z.ZodRawShape = z.ZodRawShape> = { readonly [Field in keyof I]?: null | '' };

/** What a handler is given: a field that was cleared holds what its declaration says. */
type Cleared<Input, C> = Omit<Input, keyof C> & {
  readonly [Field in keyof C & keyof Input]?: Input[Field] | C[Field] | undefined;
};

export interface ToolDeclaration<I extends z.ZodRawShape, O extends z.ZodRawShape, C extends Clearable<I>> {
  /** `verb_noun`; the file is named after it. */
  readonly name: string;
  readonly title: string;
  /** What it does and when to use it, at most 200 characters. Never instructs the model. */
  readonly summary: string;
  /** The name of the module it belongs to. */
  readonly module: string;
  readonly effect: Effect;
  readonly input: z.ZodObject<I, z.core.$strict>;
  readonly output: z.ZodObject<O>;
  /** Of an update: what `clear` may name. Null never clears: strict hosts send it for every optional (ADR 0037). */
  readonly clearable?: C;
  /** Inputs that parse; each is shown in the docs and run by a test. `$name` values are filled from the demo data. */
  readonly examples: readonly Record<string, unknown>[];
  /** True when calling it twice with the same input leaves the same state as calling it once. Reads always are. */
  readonly idempotent?: boolean;
  /** True only for a step that can be undone although its effect is `settle`. */
  readonly reversible?: boolean;
  /** True when it reaches people or systems outside the organization: sends, reminds, invites. */
  readonly reachesOutside?: boolean;
  /** True for a tool whose input holds files: its message may be larger than those of others. */
  readonly takesFiles?: boolean;
  /** `_meta` of the MCP list entry, for the few hosts that ask for it. */
  readonly meta?: Record<string, unknown>;
  /** What people read that it did, before the record's name: “Marked as paid”. From its effect where absent. */
  readonly did?: string;
}

/** A tool with its handler, type-erased: what the dispatcher, the lists and the docs work on. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly module: string;
  readonly effect: Effect;
  readonly writes: boolean;
  readonly input: z.ZodObject;
  readonly output: z.ZodObject;
  readonly clearable: Clearable;
  readonly examples: readonly Record<string, unknown>[];
  readonly takesFiles: boolean;
  readonly meta: Record<string, unknown> | undefined;
  readonly did: string | undefined;
  readonly annotations: {
    readonly readOnlyHint: boolean;
    readonly destructiveHint: boolean;
    readonly idempotentHint: boolean;
    readonly openWorldHint: boolean;
  };
  /** Throws an AppError when this caller may not do this to that; runs after parsing, before the handler. */
  readonly allow: (ctx: RequestContext, input: never) => void;
  /** `input` must have been parsed by `input`; the answer is not yet parsed by `output`. */
  readonly handle: (ctx: RequestContext, input: never, tx: Tx) => Promise<unknown>;
}

/** Every writing tool takes this: the same key and input within 24 hours answers the first result again. */
const IdempotencyKey = z
  .string()
  .min(1)
  .max(255)
  .refine((key) => !/[\p{Cc}\p{Cs}]/u.test(key), 'must be one line without control characters')
  .optional()
  .describe('The same key and input within 24 hours answer as before.');

/** And this: the whole call up to its commit, and then nothing of it. */
const DryRun = z.boolean().optional().describe('Show what would happen, change nothing.');

/** What an answer holds beside the tool's own output. */
const ofWrites = {
  replayed: z.literal(true).optional(),
  dryRun: z.literal(true).optional(),
  /** Of a dry run: what would be changed, as `DeedTold`; its schema would be repeated in every tool's. */
  deed: z.record(z.string(), z.unknown()).optional(),
  /** Of a dry run: the values of the answer that the real call gives anew, by path. */
  provisional: z.array(z.string()).optional(),
};

/**
 * Declares a tool once; hints, scopes, lists, routes, docs and access tests are derived from it. Reads as a sentence,
 * declare, allow, handle, and the types make that the only order: a tool without a policy has no handler.
 *
 * Does not check that the name is unique or the module exists: `defineCatalogue` does, at start.
 */
export function defineTool<I extends z.ZodRawShape, O extends z.ZodRawShape, C extends Clearable<I> = {}>(
  declaration: ToolDeclaration<I, O, C>,
) {
  type Input = Cleared<z.output<z.ZodObject<I, z.core.$strict>>, C>;
  type Output = z.input<z.ZodObject<O>>;
  return {
    allow: (policy: Policy<Input>) => ({
      handle: (handler: (ctx: RequestContext, input: Input, tx: Tx) => Promise<Output>): Tool => {
        const effect = EFFECTS[declaration.effect];
        const writes = effect.tier !== 'read';
        const isPaged = 'cursor' in declaration.input.shape;
        const clearable: Clearable = declaration.clearable ?? {};
        const { schema: output, tell } = withToldDigits(declaration.output);
        const local = localInput(declaration.input);
        const localized: typeof handler = local
          ? async (ctx, input, tx) => handler(ctx, (await local(input, ctx, tx)) as Input, tx)
          : handler;
        const handle = writes
          ? (ctx: RequestContext, input: Input, tx: Tx) => localized(ctx, withoutKey(input), tx)
          : isPaged
            ? withOwnCursors(declaration.name, localized)
            : localized;
        return {
          name: declaration.name,
          title: declaration.title,
          summary: declaration.summary,
          module: declaration.module,
          effect: declaration.effect,
          writes,
          input: withCommonFields(declaration.input, writes, Object.keys(clearable)),
          output: writes
            ? output.extend(ofWrites)
            : isPaged
              ? output.extend({ endedEarly: z.string().optional() })
              : output,
          clearable,
          examples: declaration.examples,
          takesFiles: declaration.takesFiles ?? false,
          meta: declaration.meta,
          did: declaration.did,
          annotations: {
            readOnlyHint: !writes,
            destructiveHint: effect.destructive && !declaration.reversible,
            idempotentHint: !writes || (declaration.idempotent ?? false),
            openWorldHint: declaration.reachesOutside ?? false,
          },
          allow: policy,
          handle: tell ? async (ctx, input, tx) => tell(await handle(ctx, input, tx)) : handle,
        };
      },
    }),
  };
}

/** What tools take beside what they declare. */
function withCommonFields(input: z.ZodObject, writes: boolean, clearable: readonly string[]): z.ZodObject {
  return input.extend({
    ...(clearable.length > 0 && {
      clear: z.array(z.enum(clearable)).max(clearable.length).optional().describe('Fields to empty.'),
    }),
    ...(writes && { dryRun: DryRun, idempotencyKey: IdempotencyKey }),
  });
}

/** A handler sees what its declaration says; the rest belongs to whoever calls it. */
function withoutKey<Input>(input: Input & { readonly idempotencyKey?: string; readonly dryRun?: boolean }): Input {
  const { idempotencyKey: _key, dryRun: _dryRun, ...declared } = input;
  return declared as Input;
}

/** A domain module: its tools, the guard they stand behind, the work it does by itself, and the files it makes. */
export interface Module {
  readonly name: string;
  readonly title: string;
  readonly area: Area;
  readonly tools: readonly Tool[];
  readonly jobs?: readonly Job[];
  readonly prompts?: readonly Prompt[];
  readonly resources?: readonly Resource[];
  readonly files?: readonly FileKind[];
  /** Its records that search finds. */
  readonly searchables?: readonly Searchable[];
}

export function requirementOf(tool: Tool, module: Pick<Module, 'area'>): Requirement {
  const { tier, keyOnly } = EFFECTS[tool.effect];
  return { tier, keyOnly, module: tool.module, area: module.area };
}
