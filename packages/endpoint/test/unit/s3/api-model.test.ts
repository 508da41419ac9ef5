import * as sdk from '@aws-sdk/client-s3';
import { NormalizedSchema } from '@smithy/core/schema';
import { expect, test } from 'vitest';
import { isEvent } from '../../../src/s3/notifications/events.ts';
import { isLocationConstraint } from '../../../src/s3/regions.ts';
import { writeHeaders } from '../../../src/s3/wire/members.ts';
import { routes } from '../../../src/s3/wire/routes.ts';

test('every event of the API model is known', () => {
  expect(Object.values(sdk.Event).filter((event) => !isEvent(event))).toEqual([]);
  expect(isEvent('s3:ObjectCreated:Patch')).toBe(false);
});

test('every location constraint of the API model is known', () => {
  const all = Object.values(sdk.BucketLocationConstraint);
  expect(all.filter((region) => !isLocationConstraint(region))).toEqual([]);
});

/** The SDKs know no form posts: browsers send them. */
const modelled = routes.filter(({ operation }) => operation !== 'PostObject');

/** The output of an operation, as the API model has it. */
function outputOf(operation: string): NormalizedSchema {
  const schema = Reflect.get(sdk, `${operation}$`);
  return NormalizedSchema.of(schema[5]);
}

test('members of answers that are headers have the names of the API model', () => {
  const wrong: string[] = [];
  let headers = 0;
  for (const { operation } of modelled) {
    for (const [member, schema] of outputOf(operation).structIterator()) {
      const name = schema.getMergedTraits().httpHeader?.toLowerCase();
      const written = Object.keys(writeHeaders({ [member]: 'x' }))[0];
      // The SDK's own member for an Expires header as it was sent.
      if (name === undefined || written === undefined || member === 'ExpiresString') continue;
      headers += 1;
      if (written !== name) wrong.push(`${operation}.${member}: ${written} instead of ${name}`);
    }
  }
  expect(headers).toBeGreaterThan(50);
  expect(wrong).toEqual([]);
});

/** Members below a structure whose elements have another name than the member. */
function* renamed(
  schema: NormalizedSchema,
  seen = new Set<unknown>(),
): Generator<[string, string | [string, string]]> {
  if (seen.has(schema.getSchema())) return;
  seen.add(schema.getSchema());
  for (const [member, child] of schema.structIterator()) {
    const { xmlName = member, xmlFlattened, httpHeader } = child.getMergedTraits();
    if (httpHeader !== undefined) continue;
    if (child.isListSchema()) {
      const item = child.getValueSchema();
      const itemName = item.getMergedTraits().xmlName ?? 'member';
      if (!xmlFlattened) yield [member, [xmlName, itemName]];
      else if (xmlName !== member) yield [member, xmlName];
      if (item.isStructSchema()) yield* renamed(item, seen);
    } else {
      if (xmlName !== member) yield [member, xmlName];
      if (child.isStructSchema()) yield* renamed(child, seen);
    }
  }
}

test('elements of answers have the names of the API model', () => {
  const checked: string[] = [];
  for (const { operation, answer } of modelled) {
    if (answer?.kind !== 'xml') continue;
    for (const [member, name] of renamed(outputOf(operation))) {
      expect([operation, member, answer.names?.[member]]).toEqual([operation, member, name]);
      checked.push(member);
    }
  }
  expect(checked).toContain('TotalPartsCount');
});
