import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { DeploymentEnded } from '../../../events/index.ts';
import {
  buildEndedMessage,
  deploymentEndedMessage,
  deploymentStartedMessage,
} from '../../../shared/reporting/event-messages.ts';

function sample(name: string) {
  return JSON.parse(readFileSync(new URL(`../../../events/samples/${name}.json`, import.meta.url), 'utf8'))
    .detail;
}

const ended: DeploymentEnded = sample('deployment-ended');

test('a rollback says what failed, why, and what runs now', () => {
  expect(deploymentEndedMessage(ended)).toEqual({
    text: '↩️ web prod: 3f9d1c0 failed and was rolled back; b81e6a2 runs\nThe new tasks stopped: container web ended with exit code 1 (Error: PORT is not set). Fix it and push again.',
    blocks: [
      {
        type: 'section',
        text: {
          type: 'mrkdwn',
          text: '*↩️ web prod: 3f9d1c0 failed and was rolled back; b81e6a2 runs*\nThe new tasks stopped: container web ended with exit code 1 (Error: PORT is not set). Fix it and push again.',
        },
      },
      {
        type: 'context',
        elements: [
          {
            type: 'mrkdwn',
            text: 'web sha256:5d20c808d198 · ecs:us-east-1:web/web · by push by mira · web-prod-1795246212000 · took 1 min 34 s · http://web-123456789.us-east-1.elb.amazonaws.com/health',
          },
        ],
      },
    ],
  });
});

const { now: _, ...nothingKnown } = ended;
test.each([
  [{ ...ended, verdict: 'verified' as const }, '✅ web prod: 3f9d1c0 is live, verified'],
  [
    { ...ended, verdict: 'verified' as const, kind: 'rollback' as const },
    '✅ web prod: back on 3f9d1c0, verified',
  ],
  [{ ...nothingKnown, verdict: 'failed' as const }, '❌ web prod: 3f9d1c0 failed and somebody must look'],
  [{ ...ended, verdict: 'superseded' as const }, '⏭️ web prod: 3f9d1c0 was superseded'],
  [{ ...ended, verdict: 'rejected' as const }, '⛔ web prod: 3f9d1c0 was rejected; nothing was changed'],
])('each verdict has its own headline (%#)', (event, headline) => {
  expect(deploymentEndedMessage(event).text.split('\n')[0]).toBe(headline);
});

test('nothing from outside becomes a link or calls the channel', () => {
  const reason = `<!channel> & <http://evil.example|click> ${'<'.repeat(5000)}`;
  const message = deploymentEndedMessage({ ...ended, reason, requestedBy: '<@U1>' });
  expect(JSON.stringify(message)).not.toMatch(/[<>]/);
  expect(message.text).toContain('&lt;!channel&gt; &amp; ');
  for (const block of message.blocks)
    if (block.type === 'section') expect(block.text.text.length).toBeLessThanOrEqual(3000);
});

test('a start and a failed build', () => {
  expect(deploymentStartedMessage(sample('deployment-started')).text).toBe('🚀 web prod: deploying 3f9d1c0');
  expect(buildEndedMessage(sample('build-ended')).text).toBe(
    '❌ web: the build of 3f9d1c0 ended FAILED; nothing was deployed\nBUILD: Error while executing command: docker build -t web . Reason: exit status 1',
  );
});
