import type { Tool } from '@countersign/contracts/define-tool';
import type { DeedActor } from '@countersign/contracts/oversight/deed';
import type { RequestContext } from '@countersign/contracts/request-context';

/** Who does it, through what, for whom: from the credential and the gate, never from what a caller says. */
export function actorOf(ctx: RequestContext, tool: Tool): Pick<DeedActor, 'kind'> & Partial<DeedActor> {
  return {
    kind: ctx.connection ? 'assistant' : ctx.apiKey ? 'key' : 'person',
    userId: ctx.user?.id ?? null,
    connectionId: ctx.connection?.id ?? null,
    apiKeyId: ctx.apiKey?.id ?? null,
    throughName: ctx.connection?.clientName ?? ctx.apiKey?.name ?? null,
    tool: tool.name,
    module: tool.module,
    effect: tool.effect,
  };
}
