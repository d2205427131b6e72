import { definePrompt } from '@countersign/contracts/define-prompt';
import { z } from 'zod';

export const weeklyReview = definePrompt({
  name: 'weekly_review',
  title: 'Weekly review',
  summary: 'What happened this week, what waits for somebody, and what comes next week.',
  tools: ['get_overview', 'list_tasks', 'list_events', 'list_projects'],
  input: z.strictObject({}),
}).words(() =>
  [
    'Review my week with me.',
    '1. Begin with the overview: key figures, and what needs attention.',
    '2. Of the tasks show those that are overdue or blocked, and those due next week, by project.',
    '3. Of the calendar show what is fixed for next week.',
    '4. Close with the three things that matter most, each with the reason and who could do it.',
    'Change nothing. Say where figures are missing instead of guessing them.',
  ].join('\n'),
);
