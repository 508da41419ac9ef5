import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type {
  AssessRequest,
  GetAssessmentRequest,
} from '../../../schemas/gen/proto/shop/fraud/v1/fraud_pb.ts';
import { FraudService } from '../../../schemas/gen/proto/shop/fraud/v1/fraud_pb.ts';
import { required } from '../../shared/environment.ts';
import { type Answer, type RestRequest, restHandler } from '../../shared/http.ts';
import { parse } from '../../shared/parse.ts';
import { connectHandler } from '../../shared/protocols/connect/handler.ts';
import { Table } from '../../shared/table.ts';
import { describe, newAssessment } from './assessment.ts';
import { Assessments } from './assessments.ts';
import { readAssessmentId, readRequest, toResponse } from './contract-v1.ts';

const RELEASE = 'v1.1';
const assessments = new Assessments(new Table(required('FRAUD_TABLE')));

const json = restHandler({ release: RELEASE, routes: { 'POST /assessments': create } });
const connect = connectHandler({
  release: RELEASE,
  register: (router) => router.service(FraudService, { assess, getAssessment }),
});

/** Contract v1, and the JSON route that is older than contracts. */
export function handler(event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult> {
  return event.resource === '/assessments' ? json(event, context) : connect(event, context);
}

async function create({ body }: RestRequest): Promise<Answer> {
  const { assessment, isNew } = await assessments.assess(parse(newAssessment, body));
  return { status: isNew ? 201 : 200, body: describe(assessment) };
}

async function assess(request: AssessRequest) {
  const { assessment } = await assessments.assess(readRequest(request));
  return toResponse(assessment);
}

async function getAssessment(request: GetAssessmentRequest) {
  return toResponse(await assessments.get(readAssessmentId(request)));
}
