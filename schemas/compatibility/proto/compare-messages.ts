import type { DescField, DescMessage } from '@bufbuild/protobuf';
import { compareEnums } from './compare-enums.ts';
import { requireProto3 } from './contract.ts';
import { counterpart } from './counterpart.ts';
import {
  cardinalityOf,
  describeField,
  describeType,
  hasPresence,
  type ValueType,
  valueTypeOf,
} from './field-type.ts';
import type { Encoding, Reason } from './rule.ts';
import { fitsEnum, readsEveryValue, readsVarint } from './scalar-values.ts';

/** Types with a form of their own in JSON, which the languages know by name. */
const WELL_KNOWN = 'google.protobuf.';

/** Compares messages as they cross the wire in one encoding. Each pair of types is compared once, at its first place. */
export class MessageComparison {
  readonly #encoding: Encoding;
  readonly #compared = new Set<string>();

  constructor(encoding: Encoding) {
    this.#encoding = encoding;
  }

  /**
   * What a receiver of `expected` misunderstands of the messages that `sent` allows. Names of messages do not count,
   * and a field that the receiver does not have is ignored.
   *
   * @throws InvalidProtoError when a message is not of proto3
   */
  compare(sent: DescMessage, expected: DescMessage, path: string): Reason[] {
    const pair = `${sent.typeName} ${expected.typeName}`;
    if (this.#compared.has(pair)) return [];
    this.#compared.add(pair);
    requireProto3(sent.file);
    requireProto3(expected.file);
    const fields = sent.fields.flatMap((field) => this.#compareField(field, sent, expected, path));
    return [...fields, ...this.#compareOneofs(sent, expected, path)];
  }

  #compareField(own: DescField, sent: DescMessage, expected: DescMessage, within: string): Reason[] {
    const path = `${within}/${own.name}`;
    const meant = counterpart(own, sent.fields, expected.fields);
    const read = this.#readAs(own, expected);
    if (meant !== read) return [this.#misread(own, meant, read, path)];
    return read === undefined ? [] : this.#compareValues(own, read, path);
  }

  /** The field that the receiver takes this one for. Parsers of JSON also know a field by its name in the contract. */
  #readAs({ number, jsonName }: DescField, { fields }: DescMessage): DescField | undefined {
    if (this.#encoding === 'binary') return fields.find((field) => field.number === number);
    return fields.find((field) => field.jsonName === jsonName || field.name === jsonName);
  }

  #misread(own: DescField, meant: DescField | undefined, read: DescField | undefined, path: string): Reason {
    const isBinary = this.#encoding === 'binary';
    const key = ({ name, number, jsonName }: DescField) => (isBinary ? `${name} = ${number}` : jsonName);
    const as = isBinary ? `number ${own.number}` : `the name ${own.jsonName}`;
    const outcome = read === undefined ? 'does not know' : `reads as ${read.name}`;
    return {
      rule: isBinary ? 'number' : 'json-name',
      path,
      sent: key(own),
      expected: key(meant ?? read ?? own),
      sentence: `{sender} sends the field under ${as}, which {receiver} ${outcome}.`,
    };
  }

  #compareValues(own: DescField, read: DescField, path: string): Reason[] {
    const types = this.#compareTypes(own, read, path);
    if (types.length > 0 || cardinalityOf(own) !== 'single' || cardinalityOf(read) !== 'single') return types;
    if (hasPresence(own) === hasPresence(read)) return types;
    const presence = (field: DescField) => (hasPresence(field) ? 'with presence' : 'without presence');
    const [meaning, reading] = hasPresence(own)
      ? ['no value', 'the zero value']
      : ['the zero value', 'no value'];
    return [
      {
        rule: 'presence',
        path,
        sent: presence(own),
        expected: presence(read),
        sentence: `{sender} leaves the field out for ${meaning}, which {receiver} reads as ${reading}.`,
      },
    ];
  }

  #compareTypes(own: DescField, read: DescField, path: string): Reason[] {
    if (cardinalityOf(own) !== cardinalityOf(read) && !this.#readsAsOneElement(own, read)) {
      return [
        {
          rule: 'cardinality',
          path,
          sent: describeField(own),
          expected: describeField(read),
          sentence: `{sender} sends ${describeField(own)}, and {receiver} reads ${describeField(read)}.`,
        },
      ];
    }
    const keys =
      own.fieldKind === 'map' && read.fieldKind === 'map'
        ? this.#compareValueTypes(
            { kind: 'scalar', scalar: own.mapKey },
            { kind: 'scalar', scalar: read.mapKey },
            `${path}/key`,
            true,
          )
        : [];
    const withZero = cardinalityOf(own) !== 'single' || hasPresence(own);
    return [...keys, ...this.#compareValueTypes(valueTypeOf(own), valueTypeOf(read), path, withZero)];
  }

  /** In the binary format a list is a field that occurs several times. A zero value that is left out is no element. */
  #readsAsOneElement(own: DescField, read: DescField): boolean {
    return (
      this.#encoding === 'binary' &&
      cardinalityOf(own) === 'single' &&
      cardinalityOf(read) === 'list' &&
      hasPresence(own)
    );
  }

  #compareValueTypes(sent: ValueType, expected: ValueType, path: string, withZero: boolean): Reason[] {
    if (sent.kind === 'message' && expected.kind === 'message') {
      if (this.#isSameMessage(sent.message, expected.message)) return [];
      if (!this.#hasOwnForm(sent.message, expected.message)) {
        return this.compare(sent.message, expected.message, path);
      }
    } else if (sent.kind === 'enum' && expected.kind === 'enum') {
      return compareEnums(sent.enum, expected.enum, path, this.#encoding, withZero);
    } else if (this.#readsAll(sent, expected)) {
      return [];
    }
    const [from, to] = [describeType(sent), describeType(expected)];
    return [
      {
        rule: 'type',
        path,
        sent: from,
        expected: to,
        sentence: `{sender} may send values of ${from} that {receiver}, with ${to}, refuses or reads as others.`,
      },
    ];
  }

  #readsAll(sent: ValueType, expected: ValueType): boolean {
    if (sent.kind === 'scalar' && expected.kind === 'scalar') {
      return readsEveryValue(sent.scalar, expected.scalar, this.#encoding);
    }
    if (sent.kind === 'scalar' && expected.kind === 'enum') return fitsEnum(sent.scalar, this.#encoding);
    // Writers of JSON use the names of an enum.
    if (sent.kind !== 'enum' || expected.kind !== 'scalar' || this.#encoding === 'json') return false;
    return readsVarint(
      sent.enum.values.map(({ number }) => number),
      expected.scalar,
    );
  }

  #isSameMessage(sent: DescMessage, expected: DescMessage): boolean {
    return sent.typeName === expected.typeName && sent.typeName.startsWith(WELL_KNOWN);
  }

  #hasOwnForm(...messages: DescMessage[]): boolean {
    return this.#encoding === 'json' && messages.some(({ typeName }) => typeName.startsWith(WELL_KNOWN));
  }

  /** Of a oneof, a receiver keeps one field: two that a sender may send together do not fit into it. */
  #compareOneofs(sent: DescMessage, expected: DescMessage, within: string): Reason[] {
    const places = sent.fields.map((field) => ({ field, oneof: this.#readAs(field, expected)?.oneof }));
    return places.flatMap(({ field, oneof }) => {
      if (oneof === undefined) return [];
      const others = places.filter(
        (other) =>
          other.field !== field &&
          other.oneof === oneof &&
          (field.oneof === undefined || other.field.oneof !== field.oneof),
      );
      if (others.length === 0) return [];
      const names = others.map((other) => other.field.name).join(', ');
      return [
        {
          rule: 'oneof' as const,
          path: `${within}/${field.name}`,
          sent: field.oneof === undefined ? 'in no oneof' : `in oneof ${field.oneof.name}`,
          expected: `in oneof ${oneof.name}`,
          sentence: `{sender} may send the field together with ${names}, and {receiver} keeps one of them or refuses the message.`,
        },
      ];
    });
  }
}
