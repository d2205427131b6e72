import { AppError, notFound } from '@countersign/contracts/errors';
import type { FileKind, FilePlan } from '@countersign/contracts/file-kind';
import { missingSignature, type Requirement } from '@countersign/contracts/scopes';
import type { Pool } from '@countersign/db/connections/pool';
import { throughGate } from '../gate/gate.ts';
import type { LinkedFile } from './file-links.ts';

export interface FileToOpen {
  readonly file: LinkedFile;
  readonly fileKind: FileKind;
  /** What the tool that gave the link out asks for. */
  readonly requirement: Requirement;
  readonly now: Date;
}

/**
 * What the file of a link says, read through the gate as whoever made the link: one whose connection or key ended, whose organization let nobody
 * in, or who lost the role, the membership or the team, opens nothing any more. Throws `not_found` when the record is gone or out of sight, and
 * `unauthenticated`, `access_disabled` or `role_forbids` as a call would. Draws nothing, so that no transaction waits for a page. From where a link
 * is opened is not judged: it is there to be handed on.
 */
export async function readLinkedFile(pool: Pool, { file, fileKind, requirement, now }: FileToOpen): Promise<FilePlan> {
  const { maker } = file;
  const principal =
    maker.kind === 'connection'
      ? ({ kind: 'connection', connectionId: maker.id } as const)
      : ({ kind: 'key_of_link', keyId: maker.id } as const);
  return throughGate(pool, { principal, address: '' }, { forWrite: false }, async (pass, tx) => {
    if (pass.organization.id !== file.organizationId) throw notFound('file');
    const { granted, switches, role, clientListed, organization } = pass;
    const missing = missingSignature({ granted, switches, role, token: null, clientListed }, requirement);
    if (missing) {
      const isOff = missing === 'access_switch' || missing === 'client_list';
      throw new AppError(isOff ? 'access_disabled' : 'role_forbids', 'Whoever made this link may not read this now.');
    }
    return fileKind.read({ organization, now }, tx, file.id);
  });
}
