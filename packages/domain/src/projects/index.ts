import type { Module } from '@countersign/contracts/define-tool';
import { projectStatus } from './prompts/project-status.ts';
import { searchableProjects } from './search-store.ts';
import { archiveProject } from './tools/archive-project.ts';
import { createProject } from './tools/create-project.ts';
import { getProject } from './tools/get-project.ts';
import { getProjectStructure } from './tools/get-project-structure.ts';
import { listProjects } from './tools/list-projects.ts';
import { setProjectStatus } from './tools/set-project-status.ts';
import { updateProject } from './tools/update-project.ts';

export { requireAssignable } from './assignee-store.ts';
export { projectsOverview } from './overview-store.ts';
export { missingAssignee, refuseArchived } from './rules.ts';
export { requireProject, requireProjectDetail } from './store.ts';

export const projects: Module = {
  name: 'projects',
  title: 'Projects',
  area: 'general',
  tools: [
    listProjects,
    getProject,
    getProjectStructure,
    createProject,
    updateProject,
    setProjectStatus,
    archiveProject,
  ],
  prompts: [projectStatus],
  searchables: [searchableProjects],
};
