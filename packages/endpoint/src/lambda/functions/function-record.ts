import type { FunctionSettings } from '../input/settings.ts';

export const LATEST = '$LATEST';

/** A deployment package as a version refers to it. */
export interface CodeReference {
  /** SHA-256 of the archive in hex: the name of its directory. */
  id: string;
  size: number;
}

/** On the way to a new state; the revision is the one that is shown until it is reached. */
export interface Transition {
  /** Milliseconds since the epoch. */
  until: number;
  revisionId: string;
}

/** `$LATEST`, which changes, or a published version, which never does. */
export interface FunctionVersion {
  readonly version: string;
  settings: FunctionSettings;
  code: CodeReference;
  /** Milliseconds since the epoch. */
  lastModified: number;
  revisionId: string;
  /** While the function is Pending. */
  creating?: Transition;
}

export interface AliasRecord {
  name: string;
  version: string;
  description: string;
  /** At most one further version and its share of the invocations, 0 to 1. */
  weights: Record<string, number>;
  revisionId: string;
}

export interface PolicyStatement {
  Sid: string;
  Effect: 'Allow';
  Principal: '*' | { Service: string } | { AWS: string };
  Action: string;
  Resource: string;
  Condition?: Record<string, Record<string, string>>;
}

export interface PolicyRecord {
  statements: PolicyStatement[];
  revisionId: string;
}

export interface EventInvokeRecord {
  maximumRetryAttempts?: number;
  maximumEventAgeInSeconds?: number;
  onSuccess?: string;
  onFailure?: string;
  lastModified: number;
}

/** All that the account has under one function name. */
export interface FunctionRecord {
  readonly name: string;
  readonly arn: string;
  latest: FunctionVersion;
  /** While an update of `$LATEST` is in progress: what is still invoked in the meantime. */
  updating?: Transition & { before: FunctionVersion };
  /** Ascending. */
  versions: FunctionVersion[];
  /** Never given twice, also when the version is deleted. */
  lastVersion: number;
  /** `$LATEST` as it was when the last version was published; publishing it again changes nothing. */
  lastPublished?: { codeId: string; settings: FunctionSettings };
  aliases: Record<string, AliasRecord>;
  /** By qualifier; the unqualified function's under `''`. */
  policies: Record<string, PolicyRecord>;
  /** By qualifier; the unqualified function's under `$LATEST`. */
  eventInvoke: Record<string, EventInvokeRecord>;
  reservedConcurrency?: number;
  tags: Record<string, string>;
}
