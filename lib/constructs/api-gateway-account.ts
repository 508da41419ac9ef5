import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnAccount, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

/**
 * The role with which API Gateway writes logs. It is a setting of the whole account and region, without which
 * AWS refuses a stage that logs; one for all APIs instead of CDK's one each. It outlives the stack, because
 * other APIs of the account may have come to rely on it.
 */
export class ApiGatewayAccount extends Construct {
  readonly #account: CfnAccount;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
      managedPolicies: [
        ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs'),
      ],
    });
    role.applyRemovalPolicy(RemovalPolicy.RETAIN);
    acknowledge(role, {
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]':
        'API Gateway checks that the role has the permissions of this very policy.',
    });
    this.#account = new CfnAccount(this, 'Account', { cloudWatchRoleArn: role.roleArn });
    this.#account.applyRemovalPolicy(RemovalPolicy.RETAIN);
  }

  /** The stage of an API can log only once the account has the role. */
  serves(api: RestApi): void {
    api.deploymentStage.node.addDependency(this.#account);
  }
}
