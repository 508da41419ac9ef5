import { z } from 'zod';
import { text } from '../properties.ts';
import { resourceType } from '../resource-type.ts';

/** Which constructs a CDK app uses: nothing stands behind it. */
export const cdkMetadata = resourceType({
  type: 'AWS::CDK::Metadata',
  properties: z.looseObject({ Analytics: text.optional() }),
  createOnly: [],
  attributes: [],
  create: async (_properties, context) => ({ physicalId: context.newId() }),
  update: async ({ physicalId }) => ({ physicalId }),
  delete: async () => {},
});
