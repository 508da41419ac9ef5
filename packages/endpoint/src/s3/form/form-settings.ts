import { XMLValidator } from 'fast-xml-parser';
import { coreError } from '../../core/errors.ts';
import { s3Error } from '../errors.ts';
import { checkObjectTags, taggingInput } from '../tags.ts';
import { isUnsupportedHeader, memberOfHeader } from '../wire/members.ts';
import { parseXml } from '../wire/xml-shape.ts';

const METADATA = 'x-amz-meta-';

/** Fields that stand for headers of a put, as members of the SDK's input. */
export function settingsOf(fields: ReadonlyMap<string, string>): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  const metadata: [string, string][] = [];
  for (const [name, value] of fields) {
    if (name.startsWith(METADATA)) metadata.push([name.slice(METADATA.length), value]);
    if (isUnsupportedHeader(name)) throw coreError.notImplemented('s3', `forms with the field ${name}`);
    // A form calls it by another name than a header does.
    const member = memberOfHeader(name === 'acl' ? 'x-amz-acl' : name);
    // Tags have a field of their own, in another form.
    if (member !== undefined && member !== 'Tagging') settings[member] = value;
  }
  return { ...settings, Metadata: Object.fromEntries(metadata) };
}

/** The field `tagging` has the form of PutObjectTagging. Another document than that says nothing. */
export function tagsOf(fields: ReadonlyMap<string, string>): Record<string, string> {
  const text = fields.get('tagging');
  if (text === undefined) return {};
  if (!/<Tagging[\s>/]/.test(text)) {
    if (XMLValidator.validate(text) === true) return {};
    throw s3Error.malformedXml();
  }
  return checkObjectTags(parseXml(text, 'Tagging', taggingInput).TagSet);
}
