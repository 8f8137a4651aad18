// Imports point one way: functions → runtime → { targets, probing, intake, sweep, reporting, ledger, aws, config } →
// deployment → events. ARCHITECTURE.md says why.
const edges = ['targets', 'probing', 'intake', 'sweep', 'reporting', 'ledger', 'aws', 'config'];
const layer = (names) => `^shared/(${names.join('|')})/`;

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'events-import-nothing',
      severity: 'error',
      from: { path: '^events/' },
      to: { path: '^(shared|functions|cli|local|test)/' },
    },
    {
      name: 'the-core-imports-events-only',
      severity: 'error',
      from: { path: '^shared/deployment/' },
      to: { path: '^(shared/(?!deployment/)|functions/|cli/|local/|test/)' },
    },
    {
      name: 'the-core-has-no-sdk',
      severity: 'error',
      from: { path: '^(shared/deployment|events)/' },
      to: { path: 'node_modules/(@aws-sdk|@aws|@smithy|@middy|@aws-lambda-powertools)/' },
    },
    {
      name: 'the-edges-do-not-import-each-other',
      severity: 'error',
      from: { path: '^shared/([^/]+)/', pathNot: '^shared/(runtime|deployment)/' },
      to: { path: layer(edges), pathNot: ['^shared/$1/', '^shared/aws/'] },
    },
    {
      name: 'nobody-imports-upwards',
      severity: 'error',
      from: { path: layer([...edges, 'deployment']) },
      to: { path: '^(shared/runtime|functions)/' },
    },
    {
      name: 'runtime-is-below-functions',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^functions/' },
    },
    {
      name: 'functions-do-not-import-each-other',
      severity: 'error',
      from: { path: '^functions/' },
      to: { path: '^functions/' },
    },
    {
      name: 'local-and-test-are-imported-by-nobody',
      severity: 'error',
      from: { path: '^(events|functions|shared|cli)/' },
      to: { path: '^(local|test|bench)/' },
    },
    {
      name: 'cli-is-imported-by-its-bin-only',
      severity: 'error',
      from: { pathNot: '^(cli|test)/' },
      to: { path: '^cli/' },
    },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
