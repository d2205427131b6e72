import type { Wire } from './scripted-model.ts';

/** OpenAI’s Chat Completions, which many others speak as well: https://platform.openai.com/docs/api-reference/chat-streaming */
export const CHAT_COMPLETIONS: Wire = {
  path: '/v1/chat/completions',
  results: ({ messages = [] }) =>
    messages.flatMap(({ role, content }) =>
      role === 'tool' ? [typeof content === 'string' ? content : JSON.stringify(content)] : [],
    ),
  turn: (use, count) => {
    const call = use && {
      index: 0,
      id: `call_${count}`,
      type: 'function',
      function: { name: use.tool, arguments: JSON.stringify(use.input) },
    };
    const delta = { role: 'assistant', content: use ? null : 'Done.', ...(call && { tool_calls: [call] }) };
    const chunk = { id: `chatcmpl-${count}`, object: 'chat.completion.chunk', created: 1, model: 'scripted' };
    const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
    return [
      { ...chunk, choices: [{ index: 0, delta, finish_reason: null }] },
      { ...chunk, choices: [{ index: 0, delta: {}, finish_reason: use ? 'tool_calls' : 'stop' }], usage },
    ];
  },
  ends: '[DONE]',
};
