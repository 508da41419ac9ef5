import avro from 'avsc';
import { z } from 'zod';
import { fingerprintOfType } from '../../../driver/archive/single-object.ts';
import { bodyOf, fingerprintOf } from '../../../driver/journal/single-object.ts';
import { schemaByFingerprint } from '../../../driver/registry/schema-by-fingerprint.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';
import { type Fields, PROGRAMS, type Reports, runPrograms } from '../../services/own-your-data/programs.ts';
import { projection, SAMPLES } from './assessment-events.ts';

/** Where a consumer finds the schema that an event was written with; undefined when it finds none. */
export type SchemaSource = (fingerprint: string) => Promise<avro.Schema | undefined>;

const CloudEvent = z.looseObject({ id: z.string(), data_base64: z.base64() });

/** The registry has every schema that an owner may write with. */
export function lookedUpSchemas(context: ScenarioContext): SchemaSource {
  return (fingerprint) => schemaByFingerprint(context, fingerprint);
}

/** Only those that the consumer was built with. */
export function knownSchemas(schemas: readonly avro.Schema[]): SchemaSource {
  const known = new Map(schemas.map((schema) => [fingerprintOfType(avro.Type.forSchema(schema)), schema]));
  return async (fingerprint) => known.get(fingerprint);
}

/**
 * Has each program read the events with its own schema, which has the fields that it uses. A program fails when it cannot read
 * an event.
 */
export async function reportsOf(
  events: readonly string[],
  own: avro.schema.RecordType,
  source: SchemaSource,
): Promise<Reports> {
  const reports: Reports = { right: 0, failed: 0, wrong: 0 };
  const expected = SAMPLES.flatMap((sample) => [sample, sample]);
  for (const program of PROGRAMS) {
    const reader = avro.Type.forSchema(projection(own, program.uses));
    const read = await Promise.all(events.map((event) => decode(event, reader, source)));
    const readable = read.filter((fields) => fields !== undefined);
    const { right, failed, wrong } =
      readable.length < read.length ? FAILED : runPrograms(readable, expected, [program]);
    reports.right += right;
    reports.failed += failed;
    reports.wrong += wrong;
  }
  return reports;
}

async function decode(event: string, reader: avro.Type, source: SchemaSource): Promise<Fields | undefined> {
  const data = Buffer.from(CloudEvent.parse(JSON.parse(event)).data_base64, 'base64');
  const schema = await source(fingerprintOf(data) ?? '');
  if (schema === undefined) return undefined;
  const writer = avro.Type.forSchema(schema);
  try {
    const resolver = reader.createResolver(writer);
    return { ...NO_FIELDS, ...reader.fromBuffer(bodyOf(data), resolver) };
  } catch {
    // The two schemas do not resolve.
    return undefined;
  }
}

const FAILED: Reports = { right: 0, failed: 1, wrong: 0 };
const NO_FIELDS: Fields = { assessmentId: undefined, decision: undefined, score: undefined };
