import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { resourcesOf, type Templates, templatesOf } from './synthesized.ts';

const ON = { context: { faults: 'true' } };
// Both as the CDK command line passes them on: text.
const OFF = [{}, { context: { faults: 'false' } }, { context: { faults: '1' } }];

/** Every word on faults in templates, and not `Default`. */
const traces = (templates: readonly Template[]) =>
  templates.flatMap((template) => JSON.stringify(template.toJSON()).match(/\w*(?<!de)fault\w*/gi) ?? []);

const functionsOf = (templates: Templates) =>
  [...resourcesOf(templates['Dataflow-Services'], 'AWS::Lambda::Function')].map(([id, { Properties }]) => ({
    id,
    variables: (Properties['Environment'] as { Variables: Record<string, unknown> }).Variables,
  }));

// A synthesis takes seconds where the machine is busy.
describe('fault injection', { timeout: 120_000 }, () => {
  it.each(OFF)('leaves no trace in a deployment without its switch: %j', (options) => {
    expect(traces(Object.values(templatesOf('v1', options)))).toEqual([]);
  });

  it('has a table, which is deleted with its stack', () => {
    const data = templatesOf('v1', { ...ON, protectData: true })['Dataflow-Data'];
    const faults = [...resourcesOf(data, 'AWS::DynamoDB::Table')].filter(([id]) => id.startsWith('Faults'));
    expect(faults.map(([, { DeletionPolicy }]) => DeletionPolicy)).toEqual(['Delete']);
    expect(faults[0]?.[1].Properties['DeletionProtectionEnabled']).toBe(false);
    expect(data.toJSON()['Outputs']).toHaveProperty('FaultsTableName');
  });

  it('gives every service the name of the table, and the permission to read it, and no other', () => {
    const templates = templatesOf('v1', ON);
    const functions = functionsOf(templates);
    expect(functions.length).toBeGreaterThanOrEqual(4);
    for (const { id, variables } of functions) expect(variables, id).toHaveProperty('FAULTS_TABLE');
    const statements = [...resourcesOf(templates['Dataflow-Services'], 'AWS::IAM::Policy').values()]
      .flatMap(
        ({ Properties }) =>
          (Properties['PolicyDocument'] as { Statement: { Action: unknown; Resource: unknown }[] }).Statement,
      )
      .filter(({ Resource }) => /FaultsTable/.test(JSON.stringify(Resource)));
    expect(statements).toHaveLength(functions.length);
    expect(new Set(statements.map(({ Action }) => Action))).toEqual(new Set(['dynamodb:GetItem']));
  });

  it('is not part of functions that serve no requests', () => {
    const templates = templatesOf('v1', ON);
    expect(traces([templates['Dataflow-Messaging']])).toEqual([]);
    expect(traces([templates['Dataflow-Services']])).not.toEqual([]);
  });
});
