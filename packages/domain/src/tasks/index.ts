import type { Module } from '@countersign/contracts/define-tool';
import { searchableTasks } from './search-store.ts';
import { assignTask } from './tools/assign-task.ts';
import { createTask } from './tools/create-task.ts';
import { getTask } from './tools/get-task.ts';
import { listTasks } from './tools/list-tasks.ts';
import { setTaskStatus } from './tools/set-task-status.ts';
import { updateTask } from './tools/update-task.ts';

export { tasksOverview } from './overview-store.ts';
export { requireTask } from './store.ts';
export { overdueTasks, tasksDoneBetween } from './watch-store.ts';

export const tasks: Module = {
  name: 'tasks',
  title: 'Tasks',
  area: 'general',
  tools: [listTasks, getTask, createTask, updateTask, setTaskStatus, assignTask],
  searchables: [searchableTasks],
};
