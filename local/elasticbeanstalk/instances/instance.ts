import { randomInt } from 'node:crypto';
import { instanceId } from '../arns.ts';
import { BundleError, type Plan } from '../bundle/plan.ts';
import { planOf } from '../bundle/read-bundle.ts';
import type { Context } from '../context.ts';
import type { Settings } from '../options/settings.ts';
import { isSample, type Version } from '../versions/version.ts';
import { CommandFailed } from './command-failed.ts';
import { invalidWords } from './failure-words.ts';
import type { InstancePlace } from './faults.ts';
import { ENGINE_LOG, InstanceLog } from './log.ts';
import { Program } from './program.ts';
import { programSpec } from './program-spec.ts';
import { Sample } from './sample.ts';

/** Seconds for which programs have to run before they count as started. */
const SETTLED_AFTER = 10;
/** Seconds that a program gets at least, in real time, to show that it does not stay: the pace does not shorten its start. */
const SETTLED_AT_LEAST = 1;

/** What was last deployed to an instance, as DescribeInstancesHealth has it. */
export interface Deployed {
  /** None for the sample application. */
  readonly label: string | undefined;
  readonly id: number;
  status: 'In Progress' | 'Deployed' | 'Failed';
  readonly at: Date;
}

/** What an instance is to run. */
export interface Release {
  /** None for the sample application. */
  readonly version: Version | undefined;
  readonly settings: Settings;
  /** The number of the deployment. */
  readonly id: number;
}

/** One EC2 instance of an environment: an address, and the containers of a version behind it. */
export class Instance {
  readonly id = instanceId();
  readonly address: string;
  readonly launchedAt: Date;
  readonly zone: string;
  readonly place: InstancePlace;
  readonly log = new InstanceLog();
  /** What runs. */
  release: Release | undefined;
  /** What was last tried. */
  deployed: Deployed | undefined;
  /** Whether the load balancer knows it. */
  registered: string | undefined;
  /** Since when a command runs on it, by the clock's milliseconds. */
  busySince: number | undefined;
  alive = true;
  readonly #context: Context;
  readonly #onChange: () => void;
  readonly #folders = new Set<string>();
  #programs: readonly Program[] = [];
  #sample: Sample | undefined;

  constructor(context: Context, place: InstancePlace, onChange: () => void) {
    this.#context = context;
    this.#onChange = onChange;
    this.place = place;
    this.address = context.network.allocate();
    this.launchedAt = context.clock.date();
    this.zone = `${context.account.region}${'abc'.charAt(randomInt(3))}`;
  }

  /** Whether all that it should run is running. */
  get isRunning(): boolean {
    return (
      this.alive &&
      (this.#sample !== undefined ||
        (this.#programs.length > 0 && this.#programs.every((one) => one.isRunning)))
    );
  }

  /**
   * Puts a version in the place of what runs: its images are pulled first, so what fails there leaves the old one
   * running; then the old containers are stopped and the new ones started.
   * @throws CommandFailed
   */
  async deploy(release: Release, signal: AbortSignal): Promise<void> {
    const { clock, faults } = this.#context;
    const deployed: Deployed = {
      label: release.version?.label,
      id: release.id,
      status: 'In Progress',
      at: clock.date(),
    };
    this.busySince = clock.elapsed();
    const end = clock.begin(`deployment to instance ${this.id}`);
    try {
      if (this.release !== undefined && faults?.keepsVersion(this.place)) return;
      this.deployed = deployed;
      this.#say(
        `Executing instruction: deployment ${release.id} of ${release.version?.label ?? 'the sample application'}`,
      );
      await this.#put(release, end, signal);
      deployed.status = 'Deployed';
      this.#say('Instance deployment completed successfully.');
    } catch (error) {
      deployed.status = 'Failed';
      this.#say(`An error occurred during execution of command [app-deploy]. Error: ${wordsOf(error)}`);
      throw error instanceof CommandFailed ? error : new CommandFailed(wordsOf(error), { cause: error });
    } finally {
      end();
      this.busySince = undefined;
      this.#onChange();
    }
  }

  /** Starts all programs of the same release again. @throws CommandFailed */
  restart(signal: AbortSignal): Promise<void> {
    if (!this.release) return Promise.resolve();
    return this.deploy(this.release, signal);
  }

  /** Never rejects. */
  async terminate(): Promise<void> {
    this.alive = false;
    await this.#stopAll();
    this.#context.network.release(this.address);
    for (const folder of this.#folders) await this.#context.engine.removeVolume(folder);
    this.#onChange();
  }

  async #put(release: Release, end: () => void, signal: AbortSignal): Promise<void> {
    const { clock, engine, network } = this.#context;
    if (!release.version || isSample(release.version)) {
      await this.#stopAll();
      this.#sample = await Sample.start();
      network.expose(this.address, 80, this.#sample.endpoint);
      this.release = release;
      return;
    }
    const plan = this.#planOf(release.version, release.settings);
    for (const warning of plan.warnings) this.#say(warning);
    const specs = plan.containers.map((planned) =>
      programSpec(this.#context, this, planned, release.settings),
    );
    for (const folder of specs.flatMap(({ spec }) => spec.mounts ?? [])) this.#folders.add(folder.volume);
    for (const { spec } of specs) await engine.pull(spec.image, spec.origin);
    if (signal.aborted || !this.alive) throw new CommandFailed('The command was cancelled.');
    await this.#stopAll();
    this.release = release;
    const programs = specs.map(
      ({ spec }) => new Program(spec, { engine, clock, onChange: () => this.#onChange() }),
    );
    this.#programs = programs;
    for (const [index, program] of programs.entries()) {
      const container = await program.start();
      for (const { instance, container: port } of specs[index]?.planned.ports ?? []) {
        const endpoint = container.endpoints.get(port);
        if (endpoint) network.expose(this.address, instance, endpoint);
      }
    }
    // From here on only AWS's time is waited for: a clock that is moved must not wait for it.
    end();
    await this.#settled(programs, signal);
  }

  async #settled(programs: readonly Program[], signal: AbortSignal): Promise<void> {
    const { clock } = this.#context;
    const seconds = Math.max(SETTLED_AFTER, SETTLED_AT_LEAST * clock.pace);
    const ended = programs.map(async (program) => ({ program, code: await program.firstEnd }));
    const first = await Promise.race([clock.wait(seconds, signal).catch(() => undefined), ...ended]);
    if (first)
      throw new CommandFailed(
        `The Docker container unexpectedly ended after it was started (${first.program.spec.origin?.container}, exit code ${first.code}).`,
      );
  }

  #planOf(version: Version, settings: Settings): Plan {
    const { objects, images } = this.#context;
    const exposed = (image: string) => images.exposed?.(image);
    return planOf({ objects, exposed }, version, settings.variables);
  }

  async #stopAll(): Promise<void> {
    this.#sample?.stop();
    this.#sample = undefined;
    const programs = this.#programs;
    this.#programs = [];
    this.#context.network.release(this.address);
    await Promise.all(programs.map((program) => program.stop()));
  }

  #say(line: string): void {
    this.log.write(ENGINE_LOG, `${this.#context.clock.date().toISOString()} ${line}`);
  }
}

const wordsOf = (error: unknown) =>
  error instanceof BundleError || error instanceof CommandFailed ? error.message : invalidWords(error);
