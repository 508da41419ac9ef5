import type { Operation } from '../core/operation.ts';
import { addPermission } from './actions/add-permission.ts';
import { createTopic } from './actions/create-topic.ts';
import { deleteTopic } from './actions/delete-topic.ts';
import { getSubscriptionAttributes } from './actions/get-subscription-attributes.ts';
import { getTopicAttributes } from './actions/get-topic-attributes.ts';
import { listSubscriptions } from './actions/list-subscriptions.ts';
import { listSubscriptionsByTopic } from './actions/list-subscriptions-by-topic.ts';
import { listTagsForResource } from './actions/list-tags-for-resource.ts';
import { listTopics } from './actions/list-topics.ts';
import { publish } from './actions/publish.ts';
import { publishBatch } from './actions/publish-batch.ts';
import { removePermission } from './actions/remove-permission.ts';
import { setSubscriptionAttributes } from './actions/set-subscription-attributes.ts';
import { setTopicAttributes } from './actions/set-topic-attributes.ts';
import { subscribe } from './actions/subscribe.ts';
import { tagResource } from './actions/tag-resource.ts';
import { unsubscribe } from './actions/unsubscribe.ts';
import { untagResource } from './actions/untag-resource.ts';
import type { SnsEngine } from './engine.ts';

export const operations: Record<string, Operation<SnsEngine>> = {
  AddPermission: addPermission,
  CreateTopic: createTopic,
  DeleteTopic: deleteTopic,
  GetSubscriptionAttributes: getSubscriptionAttributes,
  GetTopicAttributes: getTopicAttributes,
  ListSubscriptions: listSubscriptions,
  ListSubscriptionsByTopic: listSubscriptionsByTopic,
  ListTagsForResource: listTagsForResource,
  ListTopics: listTopics,
  Publish: publish,
  PublishBatch: publishBatch,
  RemovePermission: removePermission,
  SetSubscriptionAttributes: setSubscriptionAttributes,
  SetTopicAttributes: setTopicAttributes,
  Subscribe: subscribe,
  TagResource: tagResource,
  Unsubscribe: unsubscribe,
  UntagResource: untagResource,
};
