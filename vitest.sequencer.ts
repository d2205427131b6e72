import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Begins with the last project of the configuration, whose files take longest, and ends with the quickest: no worker then waits long for
 * the other's last file. Within a project Vitest's own order holds: by the time of the run before, on a fresh clone by size.
 */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ project }: TestSpecification) => this.ctx.projects.indexOf(project);
    return (await super.sort(files)).toSorted((a, b) => place(b) - place(a));
  }
}
