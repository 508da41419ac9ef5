import type { DescEnum, DescFile, DescMessage, DescService } from '@bufbuild/protobuf';
import { Edition } from '@bufbuild/protobuf/wkt';

/** A contract that cannot be compared: it is not written in what the comparison understands. */
export class InvalidProtoError extends Error {
  override readonly name = 'InvalidProtoError';
}

/** One version of a contract: what a package defines, by its name in the package (`Order.Line`). */
export interface ProtoContract {
  services: ReadonlyMap<string, DescService>;
  messages: ReadonlyMap<string, DescMessage>;
  enums: ReadonlyMap<string, DescEnum>;
}

/**
 * The contract of a package in these files.
 *
 * @throws InvalidProtoError when a file of the package has another syntax than proto3: required fields, closed enums,
 *   default values, groups and extensions are not compared
 */
export function readContract(files: Iterable<DescFile>, packageName: string): ProtoContract {
  const services = new Map<string, DescService>();
  const messages = new Map<string, DescMessage>();
  const enums = new Map<string, DescEnum>();
  const inPackage = (typeName: string) => typeName.slice(packageName.length + 1);
  const addMessage = (message: DescMessage) => {
    messages.set(inPackage(message.typeName), message);
    for (const nested of message.nestedEnums) enums.set(inPackage(nested.typeName), nested);
    for (const nested of message.nestedMessages) addMessage(nested);
  };
  for (const file of files) {
    if (file.proto.package !== packageName) continue;
    requireProto3(file);
    for (const service of file.services) services.set(inPackage(service.typeName), service);
    for (const message of file.messages) addMessage(message);
    for (const one of file.enums) enums.set(inPackage(one.typeName), one);
  }
  return { services, messages, enums };
}

/** @throws InvalidProtoError */
export function requireProto3({ edition, name }: DescFile): void {
  if (edition !== Edition.EDITION_PROTO3)
    throw new InvalidProtoError(`${name}.proto: only proto3 is compared`);
}
