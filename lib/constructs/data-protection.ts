import { RemovalPolicy } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The context key; `-c protectData=false` for a deployment whose data may go with it. */
export const PROTECT_DATA = 'protectData';

/**
 * Whether tables and archives outlive their stacks. They do unless the context says otherwise: a forgotten switch must
 * not cost users their data.
 */
export function protectsData(scope: IConstruct): boolean {
  return String(scope.node.tryGetContext(PROTECT_DATA) ?? true) !== 'false';
}

export function dataRemovalPolicy(scope: IConstruct): RemovalPolicy {
  return protectsData(scope) ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
}
