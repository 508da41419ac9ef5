import type { ResourceContext } from '../resource-type.ts';

export const alarmArn = (name: string, { region, accountId }: ResourceContext): string =>
  `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`;
