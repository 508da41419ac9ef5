import { required } from '../../shared/environment.ts';
import { ShopError } from '../../shared/errors.ts';
import { type Answer, type RestRequest, restHandler } from '../../shared/http.ts';
import { parse } from '../../shared/parse.ts';
import { Table } from '../../shared/table.ts';
import { assess, assessmentKey, repetition } from '../domain.ts';
import {
  type Assessment,
  assessmentAttributes,
  describe,
  newAssessment,
  storedAssessment,
} from './assessment.ts';

const table = new Table(required('FRAUD_TABLE'));

export const handler = restHandler({
  release: 'v1',
  routes: { 'POST /assessments': create },
});

async function create({ body }: RestRequest): Promise<Answer> {
  const asked = parse(newAssessment, body);
  const assessment = { ...asked, ...assess(asked) };
  const key = assessmentKey(asked.assessmentId);
  const created = await table.createItem(key, assessmentAttributes(assessment));
  if (created) return { status: 201, body: describe(assessment) };
  return { status: 200, body: describe(repetition(await find(asked.assessmentId), asked)) };
}

async function find(assessmentId: string): Promise<Assessment> {
  const found = await table.getItem(assessmentKey(assessmentId));
  if (found === undefined)
    throw new ShopError('internal', 'an assessment that was refused as known is not there');
  return parse(storedAssessment, found, 'internal');
}
