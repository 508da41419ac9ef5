import avro from 'avsc';
import { singleObject } from '../../../driver/archive/single-object.ts';
import type { Fields } from '../../services/own-your-data/programs.ts';

export interface Sample {
  assessmentId: string;
  decision: string;
  score: number;
}

export const SAMPLES: readonly Sample[] = [
  { assessmentId: 'a-1', decision: 'allow', score: 0 },
  { assessmentId: 'a-2', decision: 'review', score: 60 },
  { assessmentId: 'a-3', decision: 'review', score: 100 },
];

type RecordSchema = avro.schema.RecordType;

const FIELDS = {
  assessmentId: { name: 'assessmentId', type: 'string' },
  decision: { name: 'decision', type: 'string' },
  outcome: { name: 'outcome', type: 'string' },
  score: { name: 'score', type: 'int' },
} as const;

/** The contract before the change, and two ways to write the change. The names are of one run, and so are the fingerprints. */
export function assessmentSchemas(run: string): Record<'before' | 'renamed' | 'extended', RecordSchema> {
  const { assessmentId, decision, outcome, score } = FIELDS;
  const record = (...fields: RecordSchema['fields']): RecordSchema => ({
    type: 'record',
    name: 'Assessment',
    namespace: `shop.run_${run.replaceAll(/\W/g, '_')}`,
    fields,
  });
  return {
    before: record(assessmentId, decision, score),
    renamed: record(assessmentId, outcome, score),
    extended: record(assessmentId, decision, score, { ...outcome, default: 'unknown' }),
  };
}

/** What a program needs of an event, and no more. */
export function projection(schema: RecordSchema, uses: readonly (keyof Fields)[]): RecordSchema {
  return { ...schema, fields: schema.fields.filter(({ name }) => uses.some((used) => used === name)) };
}

/** The CloudEvent as JSON. */
export function eventOf(id: string, schema: RecordSchema, sample: Sample): string {
  const data = singleObject(avro.Type.forSchema(schema), { ...sample, outcome: sample.decision });
  return JSON.stringify({
    specversion: '1.0',
    id,
    source: 'urn:shop:fraud',
    type: 'shop.payment.assessed',
    subject: sample.assessmentId,
    datacontenttype: 'application/avro',
    data_base64: data.toString('base64'),
  });
}
