import type { EndpointContext } from '../../core/context.ts';
import { s3Error } from '../errors.ts';
import { affix, type Destination, destinationsOf, type Notification } from './destinations.ts';
import { eventsMeet, isEvent } from './events.ts';

const KINDS = {
  queue: { element: 'Queue', service: 'sqs' },
  topic: { element: 'Topic', service: 'sns' },
  function: { element: 'CloudFunction', service: 'lambda' },
} as const;

/**
 * Refuses what cannot be a notification configuration, whether its destinations are there or not.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
 */
export function checkNotification(notification: Notification, { region }: EndpointContext): void {
  const destinations = destinationsOf(notification);
  for (const destination of destinations) {
    checkArn(destination, region);
    const unknown = destination.events.find((event) => !isEvent(event));
    if (unknown !== undefined) {
      const event = unknown.slice(0, 255);
      throw s3Error.invalidArgument(
        `The event '${event}' is not supported for notifications`,
        'Event',
        event,
      );
    }
    checkFilters(destination);
  }
  const ids = destinations.map(({ id }) => id).filter((id) => id !== '');
  if (new Set(ids).size < ids.length) {
    throw s3Error.invalidArgument('Same ID used for multiple configurations. IDs must be unique');
  }
  destinations.forEach((one, index) => {
    for (const other of destinations.slice(index + 1)) checkDisjoint(one, other);
  });
}

function checkArn({ arn, kind }: Destination, region: string): void {
  const { element, service } = KINDS[kind];
  const [scheme, , of, where, account, ...resource] = arn.split(':');
  if (scheme !== 'arn' || of !== service || !account || !resource[0]) {
    throw s3Error.invalidArgument('The ARN could not be parsed', element, arn);
  }
  if (where !== region) {
    throw s3Error.invalidArgument(
      'The notification destination service region is not valid for the bucket location constraint',
      element,
      arn,
    );
  }
}

function checkFilters({ filters }: Destination): void {
  const names = filters.map(({ Name }) => Name.toLowerCase());
  const other = names.find((name) => name !== 'prefix' && name !== 'suffix');
  if (other !== undefined) {
    throw s3Error.invalidArgument(
      'filter rule name must be either prefix or suffix',
      'FilterRule.Name',
      filters[names.indexOf(other)]?.Name,
    );
  }
  const repeated = names.find((name, index) => names.indexOf(name) < index);
  if (repeated !== undefined) {
    throw s3Error.invalidArgument(
      `Cannot specify more than one ${repeated} rule in a filter.`,
      'FilterRule.Name',
      repeated,
    );
  }
}

/** Every event of an object goes to one destination at most. */
function checkDisjoint(one: Destination, other: Destination): void {
  if (!one.events.some((event) => other.events.some((each) => eventsMeet(event, each)))) return;
  const [onePrefix, otherPrefix] = [affix(one, 'prefix'), affix(other, 'prefix')];
  const [oneSuffix, otherSuffix] = [affix(one, 'suffix'), affix(other, 'suffix')];
  if (!onePrefix.startsWith(otherPrefix) && !otherPrefix.startsWith(onePrefix)) return;
  if (!oneSuffix.endsWith(otherSuffix) && !otherSuffix.endsWith(oneSuffix)) return;
  throw s3Error.invalidArgument(
    one.filters.length === 0 && other.filters.length === 0
      ? 'Configurations overlap. Configurations on the same bucket cannot share a common event type.'
      : 'Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.',
  );
}
