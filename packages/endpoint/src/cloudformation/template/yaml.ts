import { type CollectionTag, Pair, parseDocument, Scalar, type ScalarTag, YAMLMap, type YAMLSeq } from 'yaml';
import { templateFormatError } from '../errors.ts';

/** Short forms of intrinsic functions: `!Sub` stands for `Fn::Sub`. */
const SHORT_FORMS = [
  'And',
  'Base64',
  'Cidr',
  'Contains',
  'Equals',
  'FindInMap',
  'GetAZs',
  'GetAtt',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
];

const longForm = (name: string): string => (name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`);

function wrap(name: string, argument: YAMLMap | YAMLSeq): YAMLMap {
  const map = new YAMLMap();
  map.add(new Pair(new Scalar(longForm(name)), argument));
  return map;
}

function scalarTag(name: string): ScalarTag {
  return {
    tag: `!${name}`,
    resolve(text) {
      // `!GetAtt Resource.Nested.Attribute`: the first dot ends the logical id.
      const dot = text.indexOf('.');
      const argument = name === 'GetAtt' && dot > 0 ? [text.slice(0, dot), text.slice(dot + 1)] : text;
      return { [longForm(name)]: argument };
    },
  };
}

function collectionTag(name: string, collection: 'map' | 'seq'): CollectionTag {
  return { tag: `!${name}`, collection, resolve: (node) => wrap(name, node) };
}

const TAGS = [...SHORT_FORMS, 'Ref', 'Condition'].flatMap((name) => [
  scalarTag(name),
  collectionTag(name, 'seq'),
  collectionTag(name, 'map'),
]);

/** YAML 1.2 with CloudFormation's tags. Throws a ValidationError that names line and column, not content. */
export function parseYaml(text: string): unknown {
  const document = parseDocument(text, { customTags: TAGS, prettyErrors: true, stringKeys: true });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) {
    const [start] = problem.linePos ?? [];
    throw templateFormatError(`YAML not well-formed. (line ${start?.line ?? 1}, column ${start?.col ?? 1})`);
  }
  return document.toJS({ maxAliasCount: 100 });
}
