import { expect, test } from 'vitest';
import type { Scope } from '../../../src/cloudformation/template/intrinsics.ts';
import { checkRules } from '../../../src/cloudformation/template/rules.ts';

const scope = { ref: () => '6', condition: () => false } as Partial<Scope> as Scope;

test("a rule's assertion that does not hold refuses the template with its description", () => {
  const assertion = (versions: string[]) =>
    new Map([
      [
        'Check',
        {
          Assertions: [
            {
              Assert: { 'Fn::Not': [{ 'Fn::Contains': [versions, { Ref: 'BootstrapVersion' }] }] },
              AssertDescription: 'bootstrap again',
            },
          ],
        },
      ],
    ]);
  expect(() => checkRules(assertion(['5', '6']), scope)).toThrow('Rule Check failed: bootstrap again');
  expect(() => checkRules(assertion(['1', '2']), scope)).not.toThrow();
});

test('a rule whose condition does not hold asks for nothing', () => {
  const rule = {
    RuleCondition: { 'Fn::Equals': [{ Ref: 'Stage' }, 'production'] },
    Assertions: [{ Assert: { 'Fn::Equals': ['a', 'b'] } }],
  };
  expect(() => checkRules(new Map([['Rule', rule]]), scope)).not.toThrow();
});
