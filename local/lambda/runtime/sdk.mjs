import { registerHooks } from 'node:module';

const PROVIDED = /^@(aws-sdk|smithy)\//;

/**
 * AWS's Node.js runtimes bring the AWS SDK along, for code that does not bundle it. Here it is the endpoint's own,
 * as far as that is installed; what a function brings itself comes first.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html#nodejs-sdk-included
 */
export function provideSdk() {
  registerHooks({
    resolve(specifier, context, next) {
      if (!PROVIDED.test(specifier)) return next(specifier, context);
      try {
        return next(specifier, context);
      } catch {
        return next(specifier, { ...context, parentURL: import.meta.url });
      }
    },
  });
}
