import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

const PROVIDED = /^@(aws-sdk|smithy)\//;
const here = import.meta.url;

/**
 * AWS's Node.js runtimes bring the AWS SDK along, for code that does not bundle it. Here it is the endpoint's own,
 * as far as that is installed; what a function brings itself comes first.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html#nodejs-sdk-included
 */
export function provideSdk() {
  const require = createRequire(here);
  registerHooks({
    resolve(specifier, context, next) {
      if (!PROVIDED.test(specifier) || context.parentURL === here) return next(specifier, context);
      try {
        return next(specifier, context);
      } catch {
        if (context.conditions.includes('import')) return next(specifier, { ...context, parentURL: here });
        // CommonJS resolution goes by the requiring module, not by the parent that a hook names.
        return { url: pathToFileURL(require.resolve(specifier)).href, shortCircuit: true };
      }
    },
  });
}
