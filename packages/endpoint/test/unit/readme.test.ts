import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findType, RESOURCE_TYPES } from '../../src/cloudformation/resources/registry.ts';
import { SERVICES } from '../../src/services.ts';
import { README, readmeWithLists, replaceSection, resourceTypeList } from '../support/readme-lists.ts';
import { supportedOperations } from '../support/supported-operations.ts';

const readme = readFileSync(README, 'utf8');

test('the lists of the README are those of the code (else: npm run generate -w packages/endpoint)', async () => {
  expect(readme).toBe(await readmeWithLists());
});

test('every operation of every service is in the list', async () => {
  const services = await supportedOperations();
  expect(services.size).toBe(SERVICES.length);
  for (const [title, operations] of services) {
    expect(operations.length, title).toBeGreaterThan(2);
    const line = readme.split('\n').find((each) => each.startsWith(`- **${title}** (`));
    const listed = line?.split(': ')[1]?.split(', ');
    expect(listed, title).toEqual(operations);
    expect(new Set(operations).size, title).toBe(operations.length);
  }
});

test('every resource type is in the list, and every one listed is there', () => {
  const section = readme.slice(readme.indexOf('generated: resource-types'));
  const listed = [...section.matchAll(/^- \*\*(.+?)\*\*: (.+)$/gm)].flatMap(([, service, names = '']) =>
    names.split(', ').map((name) => `${service}::${name}`),
  );
  expect(listed).toEqual([...RESOURCE_TYPES].sort());
  for (const name of listed) expect(findType(name)?.type).toBe(name);
});

describe('a generated section', () => {
  const text = 'before\n<!-- generated: a -->\n\nold\n\n<!-- end -->\nafter\n';

  test('is replaced between its markers, and stays so', () => {
    const once = replaceSection(text, 'a', 'new');
    expect(once).toBe('before\n<!-- generated: a -->\n\nnew\n\n<!-- end -->\nafter\n');
    expect(replaceSection(once, 'a', 'new')).toBe(once);
  });

  test('must be there', () => {
    expect(() => replaceSection(text, 'b', 'new')).toThrow('no section "b"');
  });

  test('lists types by service', () => {
    expect(resourceTypeList(['AWS::SQS::Queue', 'AWS::IAM::Role', 'AWS::IAM::Policy'])).toBe(
      '- **AWS::IAM**: Policy, Role\n- **AWS::SQS**: Queue',
    );
  });
});
