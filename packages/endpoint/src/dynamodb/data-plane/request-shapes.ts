import { dynamoDbError } from '../errors.ts';
import { type Holder, isRecord, list } from './holders.ts';

const ACTIONS = ['ConditionCheck', 'Delete', 'Put', 'Update'];

/** Checks what the engine does not of the form of requests. Throws AwsError. */
export function checkShape(operation: string, input: Holder): void {
  if (operation === 'TransactWriteItems') list(input['TransactItems']).forEach(checkAction);
  if (operation === 'BatchWriteItem' && isRecord(input['RequestItems'])) {
    for (const request of Object.values(input['RequestItems']).flatMap(list)) {
      if (request['PutRequest'] !== undefined && request['DeleteRequest'] !== undefined) {
        throw dynamoDbError.validation(
          'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
        );
      }
    }
  }
  if (operation === 'TagResource') checkTags(input['Tags']);
}

/** Tags of AWS's own cannot be set. */
export function checkTags(tags: unknown): void {
  if (list(tags).some(({ Key: key }) => typeof key === 'string' && /^aws:/i.test(key))) {
    throw dynamoDbError.validation(
      'One or more parameter values were invalid: Tag keys must not begin with aws:',
    );
  }
}

function checkAction(item: Holder, index: number): void {
  const actions = ACTIONS.filter((action) => item[action] !== undefined && item[action] !== null);
  if (actions.length > 1) {
    throw dynamoDbError.validation('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  const { ConditionCheck: check } = item;
  if (isRecord(check) && (check['ConditionExpression'] ?? null) === null) {
    throw dynamoDbError.validation(
      `1 validation error detected: Value null at 'transactItems.${index + 1}.member.conditionCheck.conditionExpression' failed to satisfy constraint: Member must not be null`,
    );
  }
}
