import { describe, expect, it } from 'vitest';
import { SERVICE_NAMES, systemOf } from '../../../driver/system.ts';
import { templatesOf } from '../lib/synthesized.ts';

/** The outputs of all stacks; each has its own name as its value. */
function outputsOfStacks(): Map<string, string> {
  const templates = Object.values(templatesOf('v2'));
  const names = templates.flatMap((template) => Object.keys(template.toJSON()['Outputs'] ?? {}));
  return new Map(names.map((name) => [name, name]));
}

function valuesIn(part: unknown): unknown[] {
  return typeof part === 'object' && part !== null ? Object.values(part).flatMap(valuesIn) : [part];
}

// A synthesis takes seconds where the machine is busy.
describe('the system that stack outputs describe', { timeout: 60_000 }, () => {
  it('has each API, function, table and queue of the stacks', () => {
    const outputs = outputsOfStacks();
    const found = new Set(valuesIn(systemOf(outputs)));
    const parts = [...outputs.keys()].filter((name) => /(ApiId|FunctionName|TableName|QueueUrl)$/.test(name));
    expect(parts.length).toBeGreaterThan(25);
    expect(parts.filter((name) => !found.has(name))).toEqual([]);
  });

  it('has each part under the name of its service', () => {
    const { services, tables, consumers, records } = systemOf(outputsOfStacks());
    expect(services.payments).toEqual({ apiId: 'PaymentsApiId', functionName: 'PaymentsFunctionName' });
    expect(Object.keys(services)).toEqual([...SERVICE_NAMES]);
    expect(tables.shared).toBe('SharedTableName');
    expect(tables.fraud).toBe('FraudTableName');
    expect(consumers.email).toEqual({
      functionName: 'EmailFunctionName',
      queueUrl: 'EmailQueueUrl',
      deadLetterUrl: 'EmailDeadLetterQueueUrl',
      undeliveredUrl: 'EmailUndeliveredQueueUrl',
    });
    expect(records.functions.v6).toBe('RecordsV6FunctionName');
  });

  it.each(['StageName', 'FraudApiId', 'JournalQueueUrl', 'SharedTableName', 'RecordsV3FunctionName'])(
    'is missing without the output %s, and the error names it',
    (name) => {
      const outputs = outputsOfStacks();
      outputs.delete(name);
      expect(() => systemOf(outputs)).toThrow(
        expect.objectContaining({ code: 'system-missing', subject: `output ${name}` }),
      );
      expect(() => systemOf(outputs)).toThrow(`The shop is not deployed here: output ${name} is missing`);
    },
  );
});
