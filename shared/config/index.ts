export { diffConfig } from './diff.ts';
export { formatProblem, type ParsedConfig, type Problem, parseConfig } from './parse.ts';
