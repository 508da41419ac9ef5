/** Start an embedded AWS endpoint, deploy a CDK app to it, invoke its functions, wait for effects. */
export { TestingError, type TestingErrorCode } from './errors.ts';
export { eventually } from './eventually.ts';
export type { StackOutputs } from './find-output.ts';
export { invokeTestFunction, type TestInvocation } from './invoke-test-function.ts';
export { type DeployOptions, deployTestApp, type TestApp } from './test-app.ts';
export { startTestEndpoint, type TestEndpoint, type TestEndpointOptions } from './test-endpoint.ts';
