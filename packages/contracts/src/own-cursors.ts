import { AppError } from './errors.ts';
import type { RequestContext } from './request-context.ts';

export function foreignCursor(): AppError {
  return new AppError('invalid_input', 'The cursor is not one this list gave out. Start again without a cursor.', {
    fields: [{ path: 'cursor', problem: 'of another list, or unreadable' }],
  });
}

interface Page {
  readonly items: readonly unknown[];
  readonly nextCursor: string | null;
}

/**
 * Cursors of a tool bear its name: the sort key of another list may well fit, and would quietly begin somewhere in the middle. A
 * client may change the filters between two pages; that is not looked at. A page that is shorter than was asked for says so.
 */
export function withOwnCursors<Rest extends readonly unknown[]>(
  name: string,
  handler: (ctx: RequestContext, input: never, ...rest: Rest) => Promise<unknown>,
) {
  const prefix = `${name}.`;
  return async (
    ctx: RequestContext,
    input: { readonly cursor?: string | undefined; readonly limit?: number },
    ...rest: Rest
  ) => {
    const { cursor } = input;
    if (cursor !== undefined && !cursor.startsWith(prefix)) throw foreignCursor();
    const own = { ...input, cursor: cursor?.slice(prefix.length) };
    const page = (await handler(ctx, own as never, ...rest)) as Page;
    if (page.nextCursor === null) return page;
    const { length } = page.items;
    return {
      ...page,
      nextCursor: prefix + page.nextCursor,
      ...(length < (input.limit ?? 0) && {
        endedEarly: `After ${length}, to stay short. Pass nextCursor as cursor for more.`,
      }),
    };
  };
}
