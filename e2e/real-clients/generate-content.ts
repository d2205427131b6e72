import type { Wire } from './scripted-model.ts';

/** Google’s Gemini API: https://ai.google.dev/api/generate-content */
export const GENERATE_CONTENT: Wire = {
  path: '/v1beta/models/',
  results: ({ contents = [] }) =>
    contents
      .flatMap(({ parts = [] }) => parts)
      .flatMap(({ functionResponse }) => (functionResponse ? [JSON.stringify(functionResponse.response)] : [])),
  turn: (use) => [
    {
      candidates: [
        {
          index: 0,
          content: {
            role: 'model',
            parts: [use ? { functionCall: { name: use.tool, args: use.input } } : { text: 'Done.' }],
          },
          finishReason: 'STOP',
        },
      ],
      usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 },
    },
  ],
};
