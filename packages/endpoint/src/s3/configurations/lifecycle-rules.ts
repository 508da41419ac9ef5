import { s3Error } from '../errors.ts';
import type { LifecycleRule } from './lifecycle-rule.ts';

const MAX_RULES = 1000;
/** Objects stay this long before they go where they are seldom read. */
const MIN_DAYS_BEFORE_INFREQUENT_ACCESS = 30;
const ACTIONS = [
  'Expiration',
  'Transitions',
  'NoncurrentVersionTransitions',
  'NoncurrentVersionExpiration',
  'AbortIncompleteMultipartUpload',
] as const;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html */
export function checkLifecycleRules(rules: readonly LifecycleRule[]): void {
  if (rules.length === 0 || rules.length > MAX_RULES) {
    throw s3Error.malformedXml(`Rules must be 1 to ${MAX_RULES}`);
  }
  const ids = rules.flatMap(({ ID }) => (ID === undefined ? [] : [ID]));
  if (new Set(ids).size < ids.length) {
    throw s3Error.invalidArgument('Rule ID must be unique. Found same ID for more than one rule');
  }
  for (const rule of rules) {
    checkScope(rule);
    if (ACTIONS.every((action) => rule[action] === undefined)) {
      throw s3Error.invalidRequest('At least one action needs to be specified in a rule.');
    }
    checkExpiration(rule.Expiration);
    for (const transition of rule.Transitions ?? []) checkTransition(transition);
    checkNoncurrent(rule);
  }
}

/** A rule says what it is for once: by a prefix, by one condition, or by several in `And`. */
function checkScope({ Prefix, Filter }: LifecycleRule): void {
  if ((Prefix === undefined) === (Filter === undefined)) {
    throw s3Error.malformedXml('a rule has either Filter or Prefix');
  }
  if (Object.values(Filter ?? {}).filter((condition) => condition !== undefined).length > 1) {
    throw s3Error.malformedXml('a Filter has one condition, or several in And');
  }
  const keys = (Filter?.And?.Tags ?? []).map(({ Key }) => Key);
  if (new Set(keys).size < keys.length) throw s3Error.invalidRequest('Duplicate Tag Keys are not allowed.');
}

function checkExpiration(expiration: LifecycleRule['Expiration']): void {
  if (expiration === undefined) return;
  if (Object.values(expiration).filter((member) => member !== undefined).length !== 1) {
    throw s3Error.malformedXml('Expiration has one of Date, Days and ExpiredObjectDeleteMarker');
  }
  if (expiration.Days !== undefined && expiration.Days < 1) {
    throw s3Error.invalidArgument("'Days' for Expiration action must be a positive integer", 'Days');
  }
  checkMidnight(expiration.Date);
}

function checkTransition({
  Date: date,
  Days,
  StorageClass,
}: NonNullable<LifecycleRule['Transitions']>[number]): void {
  if ((date === undefined) === (Days === undefined)) {
    throw s3Error.malformedXml('a Transition has either Date or Days');
  }
  checkMidnight(date);
  if (Days === undefined) return;
  if (Days < 0) {
    throw s3Error.invalidArgument("'Days' for Transition action must be nonnegative", 'Days');
  }
  if (Days < MIN_DAYS_BEFORE_INFREQUENT_ACCESS && StorageClass.endsWith('_IA')) {
    throw s3Error.invalidArgument(
      `'Days' in Transition action must be greater than or equal to ${MIN_DAYS_BEFORE_INFREQUENT_ACCESS} for storageClass '${StorageClass}'`,
      'Days',
    );
  }
}

function checkNoncurrent({
  NoncurrentVersionExpiration: expiration,
  NoncurrentVersionTransitions: transitions = [],
  AbortIncompleteMultipartUpload: abort,
}: LifecycleRule): void {
  if (expiration !== undefined && expiration.NoncurrentDays === undefined) {
    throw s3Error.malformedXml('NoncurrentVersionExpiration must have NoncurrentDays');
  }
  if ((expiration?.NoncurrentDays ?? 1) < 1) {
    throw s3Error.invalidArgument(
      "'NoncurrentDays' for NoncurrentVersionExpiration action must be a positive integer",
      'NoncurrentDays',
    );
  }
  if (transitions.some(({ NoncurrentDays }) => NoncurrentDays === undefined)) {
    throw s3Error.malformedXml('NoncurrentVersionTransition must have NoncurrentDays');
  }
  if (abort !== undefined && abort.DaysAfterInitiation === undefined) {
    throw s3Error.malformedXml('AbortIncompleteMultipartUpload must have DaysAfterInitiation');
  }
  if ((abort?.DaysAfterInitiation ?? 1) < 1) {
    throw s3Error.invalidArgument(
      "'DaysAfterInitiation' for AbortIncompleteMultipartUpload action must be a positive integer",
      'DaysAfterInitiation',
    );
  }
}

const DAY_MILLISECONDS = 24 * 3600 * 1000;

function checkMidnight(date: Date | undefined): void {
  if (date === undefined || date.getTime() % DAY_MILLISECONDS === 0) return;
  throw s3Error.invalidArgument("'Date' must be at midnight GMT", 'Date', date.toISOString());
}
