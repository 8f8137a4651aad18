import { expect, test } from 'vitest';
import { diffConfig, parseConfig } from '../../../shared/config/index.ts';

function pipelines(stages: string, image = 'web') {
  const text = `pipelines:\n  web:\n    image: ${image}\n    stages:\n${stages}`;
  const parsed = parseConfig(text, 'slipway.yml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.pipelines;
}

const qa = '      - { name: qa, target: { ecs: { cluster: qa, service: web } } }\n';
const prod = '      - { name: prod, target: { ecs: { cluster: prod, service: web } } }\n';

test('each change is one sentence', () => {
  expect(diffConfig([], pipelines(qa))).toEqual([
    'pipeline web is added: images pushed to web to qa (ecs qa/web)',
  ]);
  expect(diffConfig(pipelines(qa), [])).toEqual(['pipeline web is removed']);
  expect(diffConfig(pipelines(qa), pipelines(qa))).toEqual([]);
  const changed = prod.replace('} }', '} }, health: { path: /up, bake: 90s, url: "http://web.example" }');
  expect(diffConfig(pipelines(qa + prod), pipelines(changed, 'team/web'))).toEqual([
    'web: image changes from web to team/web',
    'web: stage qa is removed',
    'web prod: health.bake changes from 0s to 90s',
    'web prod: health.path is set to /up',
    'web prod: health.url is set to http://web.example',
  ]);
  expect(diffConfig(pipelines(qa + prod), pipelines(prod + qa))).toEqual([
    'web: the order of the stages changes from qa, prod to prod, qa',
  ]);
});
