import type { ResourceContext } from '../resource-type.ts';

/** As Lambda's API has it: the words `arn:aws:lambda:`, region, account and `function:` may each be left out. */
const NAME =
  /^((?:arn:[\w-]+:lambda:)?(?:[a-z]{2}(?:-[a-z]+)+-\d:)?(?:\d{12}:)?(?:function:)?)([\w-]+)(?::(\$LATEST|[\w-]+))?$/;

/** A function's name or ARN may end with a version or an alias: `arn:…:function:name:live`, `name:live`. */
export function qualified(text: string): { FunctionName: string; Qualifier?: string } {
  const [, prefix, name, Qualifier] = NAME.exec(text) ?? [];
  if (prefix === undefined || name === undefined || Qualifier === undefined) return { FunctionName: text };
  return { FunctionName: `${prefix}${name}`, Qualifier };
}

/** The ARN of a function named in any of these forms, without version or alias. */
export function functionArn(text: string, { region, accountId }: ResourceContext): string {
  const name = NAME.exec(text)?.[2] ?? text;
  return `arn:aws:lambda:${region}:${accountId}:function:${name}`;
}
