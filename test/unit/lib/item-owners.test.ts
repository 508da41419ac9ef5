import { expect, it } from 'vitest';
import { ITEM_LAYOUTS } from '../../../schemas/items/item-layouts.ts';
import { resourcesOf, templatesOf } from './synthesized.ts';

interface Statement {
  Action: string | string[];
  Resource: unknown;
}

const WRITES = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:BatchWriteItem'];
/** A table's logical id, alone or in the name of a stack export. */
const TABLE = /(?:GetAtt)?([A-Z][a-z]+)Table[0-9A-F]{8}/g;

/** A rebuilt projection has a table of its own, with the layout of the live one. */
const REBUILD = 'RebuildTable';

// In the module's scope, because synthesis takes longer than a test may.
const TEMPLATES = templatesOf('v2');

/** `table owner` for each table and each service that may write to it. */
function writeGrants(): Set<string> {
  const policies = Object.values(TEMPLATES).flatMap((template) => [
    ...resourcesOf(template, 'AWS::IAM::Policy'),
  ]);
  return new Set(
    policies.flatMap(([id, { Properties }]) => {
      const service = id
        .replace(/(V\d+|Worker|Lab|Rebuild|Full|Delta|Reference)?RoleDefaultPolicy.*/, '')
        .toLowerCase();
      const { Statement } = Properties['PolicyDocument'] as { Statement: Statement[] };
      return Statement.filter(({ Action }) => [Action].flat().some((action) => WRITES.includes(action)))
        .flatMap(({ Resource }) => [...JSON.stringify(Resource).replaceAll(REBUILD, 'Table').matchAll(TABLE)])
        .map(([, table = '']) => `${table.toLowerCase()} ${service}`);
    }),
  );
}

it('a service may write to a table exactly if it owns an item or attribute in it', () => {
  const owned = ITEM_LAYOUTS.flatMap(({ table, owners, attributes }) =>
    [owners, ...Object.values(attributes).map((attribute) => attribute.owners ?? [])]
      .flat()
      .filter((owner) => owner !== 'scenarios')
      .map((owner) => `${table} ${owner}`.replaceAll('-', '')),
  );
  // The registry's table is its own, with a layout in its frozen releases.
  const granted = [...writeGrants()].filter((grant) => grant !== 'schemas registry');
  expect(granted.sort()).toEqual([...new Set(owned)].sort());
});
