import { ListExportsCommand, ListImportsCommand } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createStack, deleteStack, stackEvents, template, updateStack } from './stacks.ts';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
});
afterAll(() => endpoint.close());

const exporting = (name: string, value: string) =>
  template({ Q: { Type: 'AWS::SQS::Queue' } }, { Outputs: { O: { Value: value, Export: { Name: name } } } });
const importing = (name: string) =>
  template({
    P: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: { 'Fn::ImportValue': name } } },
  });

async function reasons(stack: string): Promise<(string | undefined)[]> {
  return (await stackEvents(aws.cloudformation(), stack)).map((event) => event.ResourceStatusReason);
}

test('an export can be imported, and is listed with its importers', async () => {
  const client = aws.cloudformation();
  const { StackId } = await createStack(client, 'Listed', exporting('listed', 'x'));
  await expect(client.send(new ListImportsCommand({ ExportName: 'listed' }))).rejects.toThrow(
    "Export 'listed' is not imported by any stack.",
  );
  await createStack(client, 'Lister', importing('listed'));
  const { Exports } = await client.send(new ListExportsCommand({}));
  expect(Exports).toEqual([{ ExportingStackId: StackId, Name: 'listed', Value: 'x' }]);
  expect((await client.send(new ListImportsCommand({ ExportName: 'listed' }))).Imports).toEqual(['Lister']);
});

test('an import of what nobody exports fails', async () => {
  const stack = await createStack(aws.cloudformation(), 'Lonely', importing('nobody'));
  expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
  expect((await reasons('Lonely')).join()).toContain('No export named nobody found');
});

test('an export name belongs to one stack', async () => {
  const client = aws.cloudformation();
  await createStack(client, 'First', exporting('unique', '1'));
  expect((await createStack(client, 'Second', exporting('unique', '2'))).StackStatus).toBe(
    'ROLLBACK_COMPLETE',
  );
  expect((await reasons('Second')).join()).toContain(
    'Export with name unique is already exported by stack First. Rollback requested by user.',
  );
});

test('an export in use can be neither changed nor dropped, nor its stack deleted', async () => {
  const client = aws.cloudformation();
  await createStack(client, 'Giver', exporting('used', '1'));
  await createStack(client, 'Taker', importing('used'));

  expect((await updateStack(client, 'Giver', exporting('used', '2'))).StackStatus).toBe(
    'UPDATE_ROLLBACK_COMPLETE',
  );
  expect((await reasons('Giver')).join()).toContain('Export used cannot be updated as it is in use by Taker');
  expect((await updateStack(client, 'Giver', exporting('other', '1'))).StackStatus).toBe(
    'UPDATE_ROLLBACK_COMPLETE',
  );
  expect((await reasons('Giver')).join()).toContain('Cannot delete export used as it is in use by Taker.');
  const kept = await deleteStack(client, 'Giver');
  expect(kept).toMatchObject({
    StackStatus: 'UPDATE_ROLLBACK_COMPLETE',
    StackStatusReason: 'Delete canceled. Cannot delete export used as it is in use by Taker.',
    Outputs: [{ OutputKey: 'O', OutputValue: '1', ExportName: 'used' }],
  });

  await deleteStack(client, 'Taker');
  expect((await deleteStack(client, 'Giver')).StackStatus).toBe('DELETE_COMPLETE');
});
