import { cloudFormationError } from '../errors.ts';

/** Deeper templates are refused, because everything that reads a template descends into it. */
export const MAX_DEPTH = 500;

export const nestedTooDeep = () =>
  cloudFormationError.templateFormatError('the template is nested too deep.');
