import { z } from 'zod';
import { coreError } from '../../core/errors.ts';
import { operation } from '../../core/operation.ts';
import { current, type ParameterType, type SsmEngine } from '../engine.ts';
import { ssmError } from '../errors.ts';
import { parameterOf } from '../resource-arns.ts';
import { checkAllowedPattern, checkName, decideTier, MAX_VERSIONS } from '../rules.ts';
import { DEFAULT_KEY, encryptValue } from '../secure-string.ts';
import { tagList, toTags } from '../tags.ts';

const input = z.object({
  Name: z.string().min(1),
  Value: z.string().min(1),
  Type: z.enum(['String', 'StringList', 'SecureString']).optional(),
  Description: z.string().max(1024).optional(),
  KeyId: z.string().min(1).max(256).optional(),
  Overwrite: z.boolean().default(false),
  AllowedPattern: z.string().max(1024).optional(),
  Tags: tagList.optional(),
  Tier: z.enum(['Standard', 'Advanced', 'Intelligent-Tiering']).optional(),
  Policies: z.string().optional(),
  DataType: z.string().max(128).optional(),
});

export const putParameter = operation('ssm', 'PutParameter', {
  resource: parameterOf,
  input,
  async run(engine: SsmEngine, request) {
    const { Name: name, Value: value } = request;
    checkName(name);
    // Expiration and notification policies would have to act; storing them only would be a false success.
    if (request.Policies) throw coreError.notImplemented('ssm', 'PutParameter with Policies');
    if (request.DataType !== undefined && request.DataType !== 'text') {
      throw coreError.notImplemented('ssm', `PutParameter with DataType ${request.DataType.slice(0, 40)}`);
    }
    if (request.Overwrite && request.Tags !== undefined && request.Tags.length > 0) {
      throw ssmError.validation(
        "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
      );
    }
    const existing = engine.parameters.get(name);
    if (existing !== undefined && !request.Overwrite) throw ssmError.parameterAlreadyExists();
    const before = existing && current(existing);
    const type = decideType(request.Type, before?.type);
    const tier = decideTier(request.Tier, before?.tier, value);
    await checkAllowedPattern(engine.context.patterns, value, request.AllowedPattern);
    if (request.KeyId !== undefined && type !== 'SecureString') {
      throw ssmError.validation('KeyId is only allowed for parameters of type SecureString.');
    }
    const keyId = type === 'SecureString' ? (request.KeyId ?? before?.keyId ?? DEFAULT_KEY) : undefined;
    const stored = keyId === undefined ? value : await encryptValue(engine, name, keyId, value);

    // Read again: testing the pattern and encrypting may have let another request in.
    const latest = engine.parameters.get(name);
    if (latest !== undefined && !request.Overwrite) throw ssmError.parameterAlreadyExists();
    const parameter = latest ?? { name, versions: [], tags: toTags(request.Tags ?? []) };
    const version = (parameter.versions.at(-1)?.version ?? 0) + 1;
    parameter.versions.push({
      version,
      type,
      value: stored,
      keyId,
      tier,
      dataType: 'text',
      description: request.Description ?? before?.description,
      allowedPattern: request.AllowedPattern,
      modified: new Date(engine.context.clock.now()),
    });
    // The oldest version goes when there are more than a hundred, as on AWS for versions without a label.
    parameter.versions.splice(0, parameter.versions.length - MAX_VERSIONS);
    engine.parameters.set(name, parameter);
    return { Version: version, Tier: tier };
  },
});

function decideType(asked: ParameterType | undefined, before: ParameterType | undefined): ParameterType {
  if (asked === undefined && before === undefined) {
    throw ssmError.validation('A parameter type is required when you create a parameter.');
  }
  if (asked !== undefined && before !== undefined && asked !== before) {
    throw ssmError.validation('The type of an existing parameter cannot be changed.');
  }
  return asked ?? before ?? 'String';
}
