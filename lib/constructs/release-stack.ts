import { CfnOutput, CfnParameter, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { FIRST_RELEASE, lineage, type Release } from '../releases.ts';
import { acknowledge } from './acknowledge.ts';

/** Written by the first release's deployment once all of it stands. */
export const FIRST_RELEASE_PARAMETER = `/modes-of-dataflow/release/${FIRST_RELEASE}`;

export interface ReleaseStackProps {
  release: Release;
  description: string;
}

/**
 * A stack that only deploys a later release on top of the first.
 *
 * Without the first, `live` would name a version of code that was never there: Lambda would publish the later
 * release's code under its name and refuse to publish the same code twice. The parameter makes CloudFormation
 * itself say so, before it changes anything.
 */
export class ReleaseStack extends Stack {
  constructor(scope: Construct, id: string, { release, description }: ReleaseStackProps) {
    super(scope, id, { description });
    if (lineage(release).length > 1) {
      new CfnParameter(this, 'FirstRelease', {
        type: 'AWS::SSM::Parameter::Value<String>',
        default: FIRST_RELEASE_PARAMETER,
        description: `Release ${FIRST_RELEASE} must stand before another is deployed`,
      });
      acknowledge(this, {
        'CloudFormation-Validate::W2001':
          'The parameter is there for CloudFormation to look for, not for its value.',
      });
    }
  }

  protected output(name: string, value: string): void {
    new CfnOutput(this, name, { value });
  }
}
