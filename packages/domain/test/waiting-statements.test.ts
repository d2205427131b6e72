import { fixedId } from '@countersign/runtime/ids';
import { camt053 } from '@countersign/testing/camt-053';
import { describe, expect, it } from 'vitest';
import type { StatementImport } from '../src/integrations/schemas.ts';
import { triggerConnectionSync } from '../src/integrations/tools/trigger-connection-sync.ts';
import { ada, type Caller, entry, organizationId, useStatements } from './statements-under-test.ts';

const { callAs, database, upload, trigger, found } = useStatements();

describe('without a document', () => {
  const all = () =>
    callAs<{ imports: StatementImport[]; leftOut: { documentId: string; documentName: string }[] }>(
      ada,
      triggerConnectionSync,
      {},
    );
  /** As the worker would have read it. */
  async function uploadRead(name: string, caller: Caller = ada): Promise<string> {
    const bytes = camt053([entry({ reference: '', open: 100 })]);
    const id = await upload(bytes, name, caller);
    await database.owner.query('update document_content set text = $2 where document_id = $1', [id, bytes.toString()]);
    return id;
  }

  it('imports each camt.053 file that a finance role uploaded, and names the others', async () => {
    const mine = await uploadRead('by an owner.xml');
    const finns = await uploadRead('by finance.xml', { ...ada, person: 'finn' });
    const bens = await uploadRead('by a member.xml', { ...ada, person: 'ben' });
    const keys = await uploadRead('by a key.xml');
    await database.owner.query('update document set uploaded_by = null where id = $1', [keys]);
    const { imports, leftOut } = await all();
    expect(imports.map(({ documentId }) => documentId)).toEqual(expect.arrayContaining([mine, finns]));
    expect(leftOut).toEqual([
      { documentId: bens, documentName: 'by a member.xml' },
      { documentId: keys, documentName: 'by a key.xml' },
    ]);
    expect(imports.map(({ documentId }) => documentId)).not.toContain(bens);
    // Whoever names one has looked at it.
    expect(await found(await trigger(bens))).toMatchObject({ status: 'queued' });
    expect((await all()).leftOut.map(({ documentId }) => documentId)).toEqual([keys]);
  });

  it('goes by what the role of whoever uploaded it is now', async () => {
    const id = await uploadRead('before the demotion.xml', { ...ada, person: 'finn' });
    await database.owner.query("update membership set role = 'member' where organization_id = $1 and user_id = $2", [
      organizationId,
      fixedId('user', 'finn'),
    ]);
    expect((await all()).leftOut.map(({ documentId }) => documentId)).toContain(id);
  });

  it('still finds a new file after any number that were imported, and of any number that may not be', async () => {
    for (let count = 0; count < 55; count += 1) {
      await uploadRead(`a member’s ${count}.xml`, { ...ada, person: 'ben' });
      await uploadRead(`many ${count}.xml`);
    }
    const imported = new Set<string | null>();
    for (let calls = 0; calls < 3; calls += 1)
      for (const { documentId } of (await all()).imports) imported.add(documentId);
    const last = await uploadRead('the last.xml');
    expect((await all()).imports.map(({ documentId }) => documentId)).toEqual([last]);
    expect(imported.size).toBeGreaterThanOrEqual(55);
  });
});
