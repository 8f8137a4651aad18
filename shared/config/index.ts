export { diffConfig } from './diff.ts';
export { formatProblem, type ParsedConfig, parseConfig } from './parse.ts';
