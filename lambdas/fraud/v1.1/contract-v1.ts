import * as z from 'zod';
import {
  type AssessRequest,
  Decision,
  type GetAssessmentRequest,
} from '../../../schemas/gen/proto/shop/fraud/v1/fraud_pb.ts';
import { identifier } from '../../shared/fields.ts';
import { parse } from '../../shared/parse.ts';
import type { AssessmentRequest } from '../domain.ts';
import { type Assessment, newAssessment } from './assessment.ts';

/** @throws ShopError `bad-request` */
export function readRequest(request: AssessRequest): AssessmentRequest {
  return parse(newAssessment, { ...request, customerId: request.customerId ?? null });
}

const byId = z.object({ assessmentId: identifier });

/** @throws ShopError `bad-request` */
export function readAssessmentId(request: GetAssessmentRequest): string {
  return parse(byId, request).assessmentId;
}

const DECISION = { allow: Decision.ALLOW, review: Decision.REVIEW } as const;

export function toResponse({ assessmentId, decision, score }: Assessment) {
  return { assessmentId, decision: DECISION[decision], score };
}
