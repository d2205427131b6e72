import type { Catalogue } from '@countersign/contracts/catalogue';
import type { Prompt } from '@countersign/contracts/define-prompt';
import { inputAsMeant } from '@countersign/contracts/input-as-meant';
import { type Granted, isGranted } from '@countersign/contracts/scopes';
import {
  type GetPromptResult,
  type ListPromptsResult,
  type PromptArgument,
  ProtocolError,
  ProtocolErrorCode,
} from '@modelcontextprotocol/server';
import type { z } from 'zod';

/** The prompts a caller is shown: those whose every tool they were granted and chose to see. */
function promptsFor(catalogue: Catalogue, granted: Granted): Prompt[] {
  const modules = new Set([...catalogue.values()].map(({ module }) => module));
  const isShown = (name: string) => {
    const entry = catalogue.get(name);
    return entry !== undefined && isGranted(granted, entry.requirement);
  };
  return [...modules].flatMap(({ prompts = [] }) => prompts).filter(({ tools }) => tools.every(isShown));
}

export function listPrompts(catalogue: Catalogue, granted: Granted): ListPromptsResult {
  const prompts = promptsFor(catalogue, granted).map(({ name, title, summary, input }) => ({
    name,
    title,
    description: summary,
    arguments: Object.entries(input.shape).map(([argument, schema]) => argumentOf(argument, schema)),
  }));
  return { prompts };
}

function argumentOf(name: string, schema: z.core.$ZodType): PromptArgument {
  const { description } = schema as z.ZodType;
  return { name, ...(description && { description }), required: !(schema as z.ZodType).safeParse(undefined).success };
}

/** A prompt in words. One that is not shown is one that there is not. */
export function getPrompt(
  catalogue: Catalogue,
  granted: Granted,
  {
    name,
    arguments: given = {},
  }: { readonly name: string; readonly arguments?: Readonly<Record<string, string>> | undefined },
): GetPromptResult {
  const prompt = promptsFor(catalogue, granted).find((candidate) => candidate.name === name);
  if (!prompt)
    throw new ProtocolError(
      ProtocolErrorCode.InvalidParams,
      'There is no prompt of that name. prompts/list names those there are.',
    );
  const input = prompt.input.safeParse(inputAsMeant(prompt.input, given));
  if (!input.success) {
    const names = [...new Set(input.error.issues.map(({ path }) => path.join('.') || 'an argument it does not know'))];
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, `The prompt does not take this: ${names.join(', ')}.`);
  }
  return {
    description: prompt.summary,
    messages: [{ role: 'user', content: { type: 'text', text: prompt.words(input.data as never) } }],
  };
}
