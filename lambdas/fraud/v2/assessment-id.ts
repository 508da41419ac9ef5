import * as z from 'zod';
import { identifier } from '../../shared/fields.ts';
import { parse } from '../../shared/parse.ts';

const byId = z.object({ assessmentId: identifier });

/** Of a request of either contract. @throws ShopError `bad-request` */
export function readAssessmentId(request: { assessmentId: string }): string {
  return parse(byId, request).assessmentId;
}
