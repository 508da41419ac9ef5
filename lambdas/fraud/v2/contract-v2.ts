import { type AssessRequest, Decision } from '../../../schemas/gen/proto/shop/fraud/v2/fraud_pb.ts';
import { parse } from '../../shared/parse.ts';
import type { RiskRequest } from '../domain.ts';
import { type Assessment, newAssessment } from './assessment.ts';

/** @throws ShopError `bad-request` */
export function readRequest(request: AssessRequest): RiskRequest {
  return parse(newAssessment, {
    ...request,
    customerId: request.customerId ?? null,
    deviceId: request.deviceId ?? null,
  });
}

const DECISION = { allow: Decision.ALLOW, review: Decision.REVIEW, decline: Decision.DECLINE } as const;

export function toResponse({ assessmentId, decision, score, reasons }: Assessment) {
  return { assessmentId, decision: DECISION[decision], risk: score / 100, reasons: [...reasons] };
}
