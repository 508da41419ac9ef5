import { RUNTIMES } from '../../core/runtimes.ts';
import { lambdaError } from '../errors.ts';

export type Runtime = (typeof RUNTIMES)[number];

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html: no function can be created with these. */
const WITHDRAWN =
  /^(nodejs|nodejs(4\.3(-edge)?|6\.10|8\.10|10\.x|12\.x|14\.x)|python(2\.7|3\.6|3\.7)|ruby2\.[57]|java8|go1\.x|dotnetcore(1\.0|2\.0|2\.1|3\.1)|dotnet(5\.0|7)|provided)$/;

/** Those that AWS has and the endpoint does not. */
const ELSEWHERE =
  /^(nodejs1[68]\.x|python3\.\d+|ruby3\.\d|java(8\.al2|11|17|21|25)|dotnet(6|8|10)|provided\.al(2|2023))$/;

/** @throws InvalidParameterValueException */
export function checkRuntime(runtime: string): Runtime {
  const known = RUNTIMES.find((each) => each === runtime);
  if (known !== undefined) return known;
  if (WITHDRAWN.test(runtime)) {
    throw lambdaError.invalidParameter(
      `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.`,
    );
  }
  const set = RUNTIMES.join(', ');
  throw lambdaError.invalidParameter(
    ELSEWHERE.test(runtime)
      ? `The embedded endpoint does not run ${runtime} functions; it runs ${set}.`
      : `Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [${set}] or be a valid ARN`,
  );
}
