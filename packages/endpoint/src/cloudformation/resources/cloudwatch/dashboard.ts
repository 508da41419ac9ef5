import { z } from 'zod';
import { resourceError } from '../errors.ts';
import { tags, text } from '../properties.ts';
import { resourceType } from '../resource-type.ts';

/**
 * A dashboard as a setting: kept with its stack, and shown nowhere.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-dashboard.html
 */
export const dashboard = resourceType({
  type: 'AWS::CloudWatch::Dashboard',
  properties: z.strictObject({
    DashboardBody: text,
    DashboardName: text
      .pipe(z.string().regex(/^[\w-]{1,255}$/, 'failed validation constraint for keyword [pattern]'))
      .optional(),
    Tags: tags.optional(),
  }),
  createOnly: ['DashboardName'],
  customName: 'DashboardName',
  tags: 'list',
  attributes: [],
  physicalIdOf: ({ DashboardName }, context) => DashboardName ?? context.generateName(255),
  async create({ DashboardBody }, _context, physicalId) {
    checkBody(DashboardBody);
    return { physicalId };
  },
  async update({ physicalId, properties }) {
    checkBody(properties.DashboardBody);
    return { physicalId };
  },
  delete: async () => {},
});

function checkBody(body: string): void {
  try {
    JSON.parse(body);
  } catch (cause) {
    throw resourceError.invalidDashboardBody(cause);
  }
}
