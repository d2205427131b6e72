import { z } from 'zod';

/**
 * A piece of work that people start from their assistant's menu. Unlike the description of a tool it instructs the model: that is what the
 * person asked for by choosing it. It reads nothing by itself and so holds no stored text.
 */
export interface Prompt {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  /** The tools the work takes: who was not granted all of them is not shown the prompt. */
  readonly tools: readonly string[];
  /** Strings only, as the protocol has it. */
  readonly input: z.ZodObject;
  readonly words: (input: never) => string;
}

interface PromptDeclaration<I extends z.ZodRawShape> extends Omit<Prompt, 'input' | 'words'> {
  readonly input: z.ZodObject<I, z.core.$strict>;
}

/** An argument of a prompt: one line of what the person typed. */
export const PromptLine = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must be one line');

/** Declares a prompt, then its words. Does not check that the tools exist: a test over the catalogue does. */
export function definePrompt<I extends z.ZodRawShape>(declaration: PromptDeclaration<I>) {
  return {
    words: (words: (input: z.output<z.ZodObject<I, z.core.$strict>>) => string): Prompt => ({ ...declaration, words }),
  };
}
