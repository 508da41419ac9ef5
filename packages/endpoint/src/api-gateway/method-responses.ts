import type { MethodResponse } from '@aws-sdk/client-api-gateway';
import { z } from 'zod';
import { inMethod } from './input.ts';
import { entry, type PatchRules, parseToggle } from './patch.ts';

/** Where a response of a method or of its integration stands. */
export const inStatus = {
  ...inMethod,
  statusCode: z.string().regex(/^[1-5]\d\d$/, 'must be an HTTP status'),
};

export const METHOD_RESPONSE_RULES: PatchRules<MethodResponse> = {
  '/responseParameters/{name}': entry('responseParameters', parseToggle, 'Invalid parameter name specified'),
  '/responseModels/{contentType}': entry('responseModels', String, 'Content-Type specified was not found'),
};
