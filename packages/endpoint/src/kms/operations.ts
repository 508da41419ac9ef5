import type { Operation } from '../core/operation.ts';
import { cancelKeyDeletion } from './actions/cancel-key-deletion.ts';
import { createAlias } from './actions/create-alias.ts';
import { createKey } from './actions/create-key.ts';
import { decrypt } from './actions/decrypt.ts';
import { deleteAlias } from './actions/delete-alias.ts';
import { describeKey } from './actions/describe-key.ts';
import { disableKey } from './actions/disable-key.ts';
import { disableKeyRotation } from './actions/disable-key-rotation.ts';
import { enableKey } from './actions/enable-key.ts';
import { enableKeyRotation } from './actions/enable-key-rotation.ts';
import { encrypt } from './actions/encrypt.ts';
import { generateDataKey } from './actions/generate-data-key.ts';
import { generateDataKeyWithoutPlaintext } from './actions/generate-data-key-without-plaintext.ts';
import { getKeyPolicy } from './actions/get-key-policy.ts';
import { getKeyRotationStatus } from './actions/get-key-rotation-status.ts';
import { listAliases } from './actions/list-aliases.ts';
import { listKeyPolicies } from './actions/list-key-policies.ts';
import { listKeys } from './actions/list-keys.ts';
import { listResourceTags } from './actions/list-resource-tags.ts';
import { putKeyPolicy } from './actions/put-key-policy.ts';
import { scheduleKeyDeletion } from './actions/schedule-key-deletion.ts';
import { tagResource } from './actions/tag-resource.ts';
import { untagResource } from './actions/untag-resource.ts';
import { updateAlias } from './actions/update-alias.ts';
import { updateKeyDescription } from './actions/update-key-description.ts';
import type { KmsEngine } from './engine.ts';

export const operations: Record<string, Operation<KmsEngine>> = {
  CancelKeyDeletion: cancelKeyDeletion,
  CreateAlias: createAlias,
  CreateKey: createKey,
  Decrypt: decrypt,
  DeleteAlias: deleteAlias,
  DescribeKey: describeKey,
  DisableKey: disableKey,
  DisableKeyRotation: disableKeyRotation,
  EnableKey: enableKey,
  EnableKeyRotation: enableKeyRotation,
  Encrypt: encrypt,
  GenerateDataKey: generateDataKey,
  GenerateDataKeyWithoutPlaintext: generateDataKeyWithoutPlaintext,
  GetKeyPolicy: getKeyPolicy,
  GetKeyRotationStatus: getKeyRotationStatus,
  ListAliases: listAliases,
  ListKeyPolicies: listKeyPolicies,
  ListKeys: listKeys,
  ListResourceTags: listResourceTags,
  PutKeyPolicy: putKeyPolicy,
  ScheduleKeyDeletion: scheduleKeyDeletion,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateAlias: updateAlias,
  UpdateKeyDescription: updateKeyDescription,
};
