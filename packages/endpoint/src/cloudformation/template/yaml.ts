import {
  type CollectionTag,
  Composer,
  type Document,
  isScalar,
  Lexer,
  LineCounter,
  Pair,
  Parser,
  Scalar,
  type ScalarTag,
  visit,
  YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { cloudFormationError } from '../errors.ts';
import { MAX_DEPTH, nestedTooDeep } from './depth.ts';

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

/**
 * YAML 1.2 with CloudFormation's tags and without aliases. Throws a ValidationError that names line and column, not
 * content. Takes time in proportion to the text: the library's own checks of depth and duplicate keys do not.
 */
export function parseYaml(text: string): unknown {
  const lines = new LineCounter();
  const malformed = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return cloudFormationError.templateFormatError(`YAML not well-formed. (line ${line}, column ${col})`);
  };
  const composer = new Composer({ customTags: TAGS, stringKeys: true, uniqueKeys: false });
  const documents: Document.Parsed[] = [];
  for (const document of composer.compose(tokens(text, lines), true, text.length)) {
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined) throw malformed(problem.pos[0]);
    documents.push(document);
    if (documents.length > 1) throw malformed(document.range[0]);
  }
  const [document] = documents;
  if (document === undefined) throw malformed(0);
  visit(document, {
    Alias() {
      throw cloudFormationError.templateFormatError(
        'YAML aliases are not allowed in CloudFormation templates',
      );
    },
    Map(_key, map) {
      const names = new Set<unknown>();
      for (const { key } of map.items) {
        const name = isScalar(key) ? key.value : key;
        if (names.has(name)) throw malformed(isScalar(key) ? (key.range?.[0] ?? 0) : 0);
        names.add(name);
      }
    },
  });
  return document.toJS();
}

/** The text's tokens, up to the depth that templates may have: what reads them further recurses. */
function* tokens(text: string, lines: LineCounter) {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > 2 * MAX_DEPTH) throw nestedTooDeep();
  }
  yield* parser.end();
}
