import { afterAll, describe, expect, test } from 'vitest';
import {
  describeParameters,
  type GivenParameter,
  resolveParameters,
  type StackParameters,
} from '../../../src/cloudformation/template/parameters.ts';
import { parseTemplate } from '../../../src/cloudformation/template/parse.ts';
import { startPatterns } from '../../../src/core/patterns.ts';

const patterns = startPatterns();
afterAll(() => patterns.close());

const store = new Map([['/shop/size', '7']]);

async function parameters(
  definitions: object,
  given: GivenParameter[] = [],
  previous: StackParameters = {},
): Promise<StackParameters> {
  const template = await parseTemplate(
    JSON.stringify({ Parameters: definitions, Resources: { Q: { Type: 'AWS::SQS::Queue' } } }),
  );
  const fetch = async (names: string[]) => new Map([...store].filter(([name]) => names.includes(name)));
  return resolveParameters(template, given, previous, fetch, patterns);
}

const one = (ParameterValue: string) => [{ ParameterKey: 'P', ParameterValue }];

describe('parameters', () => {
  test('take what is given, then the previous value if asked for, then the default', async () => {
    const definitions = { P: { Type: 'String', Default: 'default' } };
    expect((await parameters(definitions))['P']?.resolved).toBe('default');
    const given = await parameters(definitions, one('given'));
    expect(given['P']?.resolved).toBe('given');
    const again = await parameters(definitions, [{ ParameterKey: 'P', UsePreviousValue: true }], given);
    expect(again['P']?.resolved).toBe('given');
  });

  test('of list types become lists', async () => {
    const found = await parameters({ P: { Type: 'CommaDelimitedList' } }, one('a, b'));
    expect(found['P']?.resolved).toEqual(['a', 'b']);
  });

  test('with NoEcho are masked', async () => {
    const found = await parameters({ P: { Type: 'String', NoEcho: true } }, one('secret'));
    expect(describeParameters(found)).toEqual([{ ParameterKey: 'P', ParameterValue: '****' }]);
  });

  test('of SSM types are looked up, and the missing ones named', async () => {
    const definitions = { P: { Type: 'AWS::SSM::Parameter::Value<String>' } };
    expect((await parameters(definitions, one('/shop/size')))['P']?.resolved).toBe('7');
    await expect(parameters(definitions, one('/shop/none'))).rejects.toThrow(
      'Unable to fetch parameters [/shop/none] from parameter store for this account.',
    );
  });

  test.each([
    [{ Type: 'String' }, [], 'Parameters: [P] must have values'],
    [{ Type: 'Number' }, one('x'), "Parameter 'P' must be a number"],
    [{ Type: 'Number', MinValue: 3 }, one('2'), "Parameter 'P' must be a number not less than 3"],
    [{ Type: 'String', MaxLength: 1 }, one('ab'), "Parameter 'P' must contain at most 1 characters"],
    [{ Type: 'String', AllowedValues: ['a'] }, one('b'), "Parameter 'P' must be one of AllowedValues"],
    [{ Type: 'String', AllowedPattern: '[a-z]' }, one('ab'), "Parameter 'P' must match pattern [a-z]"],
    [
      { Type: 'String', AllowedPattern: '[a-z]', ConstraintDescription: 'one letter' },
      one('7'),
      'Parameter P failed to satisfy constraint: one letter',
    ],
    [
      { Type: 'String', Default: 'x' },
      [{ ParameterKey: 'Q', ParameterValue: '' }],
      'Parameters: [Q] do not exist in the template',
    ],
    [{ Type: 'String' }, one('é'.repeat(2049)), "Parameter 'P' must not be longer than 4096 bytes."],
    [
      { Type: 'String', AllowedPattern: '(a+)+' },
      one(`${'a'.repeat(40)}!`),
      "The AllowedPattern of the parameter 'P' takes too long to evaluate.",
    ],
    [{ Type: 'String', AllowedPattern: 'a++' }, one('a'), 'which JavaScript cannot evaluate'],
    [
      { Type: 'String' },
      [{ ParameterKey: 'P', ParameterValue: 'a', UsePreviousValue: true }],
      'Invalid input for parameter key P. Cannot specify usePreviousValue as true and non empty value',
    ],
    [{ Type: 'String' }, [{ ParameterKey: 'constructor', ParameterValue: '' }], '[constructor] do not exist'],
  ])('%j with %j is refused', async (definition, given, message) => {
    await expect(parameters({ P: definition }, given)).rejects.toThrow(message);
  });
});
