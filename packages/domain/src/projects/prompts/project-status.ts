import { definePrompt, PromptLine } from '@countersign/contracts/define-prompt';
import { z } from 'zod';

export const projectStatus = definePrompt({
  name: 'project_status',
  title: 'Project status',
  summary: 'A status report of one project that can be sent on: progress, money if you may see it, risks, next steps.',
  tools: ['list_projects', 'get_project', 'get_project_structure', 'list_tasks'],
  input: z.strictObject({ project: PromptLine.describe('Its name, or a part of it.') }),
}).words(({ project }) =>
  [
    `Write a status report of the project “${project}”. If several fit, ask which one.`,
    '1. Read the project, its phases and its tasks.',
    '2. Say in two sentences how it stands. Then phase by phase: done, under way, not begun, late.',
    '3. Name blocked and overdue tasks with their people and days, and what follows from them.',
    '4. If its budget or invoices can be read, compare hours and money with the plan; if not, leave that out.',
    '5. End with the next steps and the decisions somebody has to take.',
    'Change nothing, and keep it to one page.',
  ].join('\n'),
);
