import { z } from 'zod';
import { current, type StoredParameter } from './engine.ts';
import { ssmError } from './errors.ts';

export const filterList = z.array(
  z.object({
    Key: z.string().min(1).max(132),
    Option: z.string().optional(),
    Values: z.array(z.string().min(1).max(1024)).default([]),
  }),
);

type Filter = z.output<typeof filterList>[number];

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterStringFilter.html */
export function matchesFilters(
  parameter: StoredParameter,
  filters: readonly Filter[],
  allowed: readonly string[],
): boolean {
  return filters.every((filter) => {
    const key = filter.Key.startsWith('tag:') ? 'tag' : filter.Key;
    if (!allowed.includes(key)) throw ssmError.invalidFilterKey(filter.Key);
    return key === 'Path'
      ? isBelow(parameter.name, filter)
      : matchesText(textsOf(parameter, filter.Key), filter);
  });
}

function textsOf(parameter: StoredParameter, key: string): string[] {
  const version = current(parameter);
  if (key.startsWith('tag:')) {
    const tag = key.slice('tag:'.length);
    return Object.entries(parameter.tags).flatMap(([name, value]) => (name === tag ? [value] : []));
  }
  switch (key) {
    case 'Name':
      return [parameter.name];
    case 'Type':
      return [version.type];
    case 'KeyId':
      return version.keyId === undefined ? [] : [version.keyId];
    case 'Tier':
      return [version.tier];
    case 'DataType':
      return [version.dataType];
    default:
      return []; // Labels are not kept.
  }
}

function matchesText(
  texts: readonly string[],
  { Option: option = 'Equals', Values: values }: Filter,
): boolean {
  if (values.length === 0) return texts.length > 0;
  const test = TESTS.get(option);
  if (test === undefined) throw ssmError.invalidFilterOption(option);
  return texts.some((text) => values.some((value) => test(text, value)));
}

const TESTS = new Map<string, (text: string, value: string) => boolean>([
  ['Equals', (text, value) => text === value],
  ['BeginsWith', (text, value) => text.startsWith(value)],
  ['Contains', (text, value) => text.includes(value)],
]);

function isBelow(name: string, { Option: option = 'OneLevel', Values: values }: Filter): boolean {
  if (option !== 'OneLevel' && option !== 'Recursive') throw ssmError.invalidFilterOption(option);
  return values.some((value) => {
    const path = value.endsWith('/') ? value : `${value}/`;
    return name.startsWith(path) && (option === 'Recursive' || !name.slice(path.length).includes('/'));
  });
}
