import type { IConstruct } from 'constructs';

/** The context key: `-c tracing=off`, or the share of new traces that are recorded, such as `-c tracing=0.05`. */
export const TRACING = 'tracing';

/**
 * What functions need to record traces (lambdas/shared/tracing). They do, all of them, unless the context says otherwise. A
 * published version keeps the setting that it was published with.
 *
 * @throws when the context has another value
 */
export function tracingEnvironment(scope: IConstruct): Record<string, string> {
  const setting = String(scope.node.tryGetContext(TRACING) ?? 'on');
  if (setting === 'off') return {};
  const share = setting === 'on' ? '1' : setting;
  if (!/^(0(\.\d+)?|1(\.0+)?)$/.test(share)) {
    throw new Error(
      `tracing must be on, off, or a share from 0 to 1 such as 0.05, and is ${JSON.stringify(setting)}`,
    );
  }
  return { TRACING_SHARE: share };
}
