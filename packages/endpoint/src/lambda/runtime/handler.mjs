import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runtimeError } from './errors.mjs';

const require = createRequire(import.meta.url);

/** `folder/file.name` of a deployment package → the function that it exports. */
export async function loadHandler(root, handler) {
  if (handler.includes('..')) {
    throw runtimeError(
      'MalformedHandlerName',
      `'${handler}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const name = basename(handler);
  const match = /^([^.]*)\.(.*)$/.exec(name);
  if (match === null) throw runtimeError('MalformedHandlerName', 'Bad handler');
  const [, file, path] = match;
  const module = await loadModule(resolve(root, dirname(handler), file), file);
  const found = path.split('.').reduce((value, key) => value?.[key], module);
  if (!found) throw runtimeError('HandlerNotFound', `${handler} is undefined or not exported`);
  if (typeof found !== 'function') throw runtimeError('HandlerNotFound', `${handler} is not a function`);
  refuseCallback(found);
  return found;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html: none since Node.js 24. */
function refuseCallback(handler) {
  if (handler.length < 3 || process.env.AWS_EXECUTION_ENV !== 'AWS_Lambda_nodejs24.x') return;
  throw runtimeError(
    'CallbackHandlerDeprecated',
    'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.',
  );
}

async function loadModule(path, name) {
  const candidates = [
    ['', require],
    ['.js', isEsModuleFolder(dirname(path)) ? importFile : require],
    ['.mjs', importFile],
    ['.cjs', require],
  ];
  const found = candidates.find(([extension]) => name !== '' && existsSync(path + extension));
  if (found === undefined) {
    throw runtimeError(
      'ImportModuleError',
      `Error: Cannot find module '${name}'\nRequire stack:\n- ${process.argv[1]}`,
    );
  }
  const [extension, load] = found;
  try {
    return await load(path + extension);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw runtimeError('UserCodeSyntaxError', String(error), error.stack);
    }
    if (error?.code === 'MODULE_NOT_FOUND') throw runtimeError('ImportModuleError', String(error));
    throw error;
  }
}

function importFile(path) {
  return import(pathToFileURL(path).href);
}

/** Whether the nearest package.json says `"type": "module"`. */
function isEsModuleFolder(folder) {
  const manifest = join(folder, 'package.json');
  if (existsSync(manifest)) {
    try {
      return JSON.parse(readFileSync(manifest, 'utf8')).type === 'module';
    } catch {
      return false;
    }
  }
  const parent = dirname(folder);
  return parent !== folder && basename(folder) !== 'node_modules' && isEsModuleFolder(parent);
}
