import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { FraudService as FraudServiceV1 } from '../../../schemas/gen/proto/shop/fraud/v1/fraud_pb.ts';
import { FraudService as FraudServiceV2 } from '../../../schemas/gen/proto/shop/fraud/v2/fraud_pb.ts';
import { required } from '../../shared/environment.ts';
import { type Answer, type RestRequest, restHandler } from '../../shared/http.ts';
import { parse } from '../../shared/parse.ts';
import { connectHandler } from '../../shared/protocols/connect/handler.ts';
import { Table } from '../../shared/table.ts';
import { describe, newAssessmentV1 } from './assessment.ts';
import { readAssessmentId } from './assessment-id.ts';
import { Assessments } from './assessments.ts';
import * as v1 from './contract-v1.ts';
import * as v2 from './contract-v2.ts';

const RELEASE = 'v2';
const assessments = new Assessments(new Table(required('FRAUD_TABLE')));

const json = restHandler({ release: RELEASE, routes: { 'POST /assessments': create } });
const connect = connectHandler({
  release: RELEASE,
  register: (router) =>
    router
      .service(FraudServiceV1, {
        assess: async (request) =>
          v1.toResponse((await assessments.assess(v1.readRequest(request))).assessment),
        getAssessment: async (request) => v1.toResponse(await assessments.get(readAssessmentId(request))),
      })
      .service(FraudServiceV2, {
        assess: async (request) =>
          v2.toResponse((await assessments.assess(v2.readRequest(request))).assessment),
        getAssessment: async (request) => v2.toResponse(await assessments.get(readAssessmentId(request))),
      }),
});

/** Contracts v2 and v1, and the JSON route that is older than contracts. */
export function handler(event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult> {
  return event.resource === '/assessments' ? json(event, context) : connect(event, context);
}

async function create({ body }: RestRequest): Promise<Answer> {
  const { assessment, isNew } = await assessments.assess(parse(newAssessmentV1, body));
  return { status: isNew ? 201 : 200, body: describe(assessment) };
}
