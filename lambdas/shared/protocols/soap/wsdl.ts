import { escapeXml } from '../../../../schemas/xml/escape-xml.ts';

const ADDRESS = /(<soap:address\s+location=")[^"]*(")/;

/** The WSDL with the address at which it was asked for. */
export function addressedWsdl(wsdl: string, url: string): string {
  if (!ADDRESS.test(wsdl)) throw new Error('the WSDL has no soap:address');
  return wsdl.replace(ADDRESS, (_, before: string, after: string) => `${before}${escapeXml(url)}${after}`);
}
