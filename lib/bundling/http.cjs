// Stands in for `node:http` in bundles. An import of it as an ES module makes Node evaluate every export, and one
// of them loads undici: about 30 ms and some megabytes of each cold start, for a client that nobody here uses.
module.exports = process.getBuiltinModule('node:http');
