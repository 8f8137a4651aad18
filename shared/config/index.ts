export { diffConfig } from './diff.ts';
export { type ParsedConfig, parseConfig } from './parse.ts';
export { formatProblem } from './problem.ts';
export { type TemplateFiles, templatesNamed } from './templates.ts';
