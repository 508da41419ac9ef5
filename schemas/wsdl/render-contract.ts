import type { Message, MessageElement, SoapContract } from './soap-contract.ts';

/**
 * The TypeScript module of a contract: an interface for each message, the types of its operations, the contract as data,
 * and the WSDL itself, because a deployed function has no files beside it.
 */
export function renderContract(contract: SoapContract, wsdl: string, source: string): string {
  const operations = contract.operations.map(
    ({ name, input, output }) => `  ${name}: { input: ${input}; output: ${output} };`,
  );
  return [
    `// Generated from ${source} by schemas/generate.ts: do not edit.`,
    "import type { SoapContract } from '../../../wsdl/soap-contract.ts';",
    '',
    ...contract.messages.map(renderMessage),
    'export interface Operations {',
    ...operations,
    '}',
    '',
    `export const CONTRACT: SoapContract = ${JSON.stringify(contract, undefined, 2)};`,
    '',
    `export const WSDL: string = ${JSON.stringify(wsdl)};`,
    '',
  ].join('\n');
}

function renderMessage({ name, elements }: Message): string {
  return [`export interface ${name} {`, ...elements.map(renderElement), '}', ''].join('\n');
}

function renderElement({ name, required, type }: MessageElement): string {
  return `  ${name}${required ? '' : '?'}: ${typeText(type)};`;
}

function typeText({ base, enumeration }: MessageElement['type']): string {
  if (base === 'int') return 'number';
  if (base === 'long') return 'bigint';
  return enumeration === undefined ? 'string' : enumeration.map((value) => JSON.stringify(value)).join(' | ');
}
