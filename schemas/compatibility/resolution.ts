import type { AvroSchema } from './avro-schema.ts';
import { compare, type Fault, missingBranch, type Pair, type Part } from './comparison.ts';
import { shorten } from './describe.ts';
import type { Incompatibility } from './incompatibility.ts';

/** The most reasons that one comparison gives. Two large schemas that have nothing in common differ everywhere. */
export const MAX_REASONS = 50;

/** The most segments of a path that a reason shows; what lies between the first and the last is left out. */
const MAX_PATH_SEGMENTS = 40;

/** Whether `reader` can read every datum of `writer`, by the rules of `whyUnreadable`. */
export function canRead(reader: AvroSchema, writer: AvroSchema): boolean {
  return compare(reader, writer).readable;
}

/**
 * Says why `reader` cannot read every datum of `writer`; there are no reasons when it can. Each pair of types gives its
 * reasons once, at the first place where it is met, and `MAX_REASONS` are given at most.
 *
 * The rules are those of "Schema Resolution" in the Avro specification, with two decisions of ours. Names must be equal
 * with their namespaces, or be named by an alias of the reader: the specification also lets unqualified names match,
 * which together with aliases reads one type as another. And a decimal is read as a decimal only where precision and
 * scale are the writer's.
 */
export function whyUnreadable(reader: AvroSchema, writer: AvroSchema): Incompatibility[] {
  const root: Place = { segment: '', depth: 0 };
  const reasons: Incompatibility[] = [];
  const explained = new Set<Pair>();
  const waiting: { part: Part; place: Place }[] = [
    { part: { segment: '', pair: compare(reader, writer) }, place: root },
  ];
  while (reasons.length < MAX_REASONS) {
    const next = waiting.pop();
    if (next === undefined) break;
    const { pair, fault, segment } = next.part;
    const place = segment === '' ? next.place : { segment, depth: next.place.depth + 1, parent: next.place };
    if (pair === undefined) {
      reasons.push(reasonAt(place, fault()));
    } else if (!pair.readable && !explained.has(pair)) {
      explained.add(pair);
      // The last in is the first out, and reasons come in the order of the schema.
      for (const part of partsThatMatter(pair).toReversed()) waiting.push({ part, place });
    }
  }
  return reasons;
}

function partsThatMatter(pair: Pair): readonly Part[] {
  if (pair.needs === 'all') return pair.parts;
  // A branch of the writer's kind and name is the one that was meant: its reasons say what has to be changed.
  const meant = pair.parts.find((part) => part.fault !== undefined || part.pair.reader.kind !== 'primitive');
  return [meant ?? { segment: '', fault: () => missingBranch(pair.reader, pair.writer) }];
}

/** Where a pair is, as a list that leads back to the top. */
interface Place {
  segment: string;
  depth: number;
  parent?: Place;
}

function reasonAt(place: Place, fault: Fault): Incompatibility {
  return { ...fault, path: pathOf(place) };
}

function pathOf(place: Place): string {
  const segments: string[] = [];
  for (let at: Place | undefined = place; at !== undefined; at = at.parent) {
    if (at.segment !== '') segments.push(shorten(at.segment));
  }
  segments.reverse();
  const half = MAX_PATH_SEGMENTS / 2;
  if (segments.length > MAX_PATH_SEGMENTS) segments.splice(half, segments.length - 2 * half, '…');
  return `/${segments.join('/')}`;
}
