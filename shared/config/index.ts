export type { BundleFolders } from './bundles.ts';
export { diffConfig } from './diff.ts';
export { filesNamed } from './files-named.ts';
export { type ParsedConfig, parseConfig } from './parse.ts';
export { formatProblem } from './problem.ts';
export type { TemplateFiles } from './templates.ts';
