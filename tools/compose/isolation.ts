import assert from 'node:assert/strict'
import type { ComposeProject, Container } from './compose-project.ts'
import { CONNECT, FIND_PRIVATE_KEYS } from './probes.ts'

/** Neither by name nor by address does the gateway reach MongoDB. The same probe run in a worker is the control. */
export async function gatewayCannotReachMongo(project: ComposeProject): Promise<void> {
  const [mongo] = (await project.containers()).get('mongo') ?? []
  const addresses = Object.values(mongo!.NetworkSettings.Networks).map(({ IPAddress }) => IPAddress)
  const connect = (service: string, host: string, port: number) =>
    project.evaluate(service, CONNECT, host, String(port))
  assert.equal(await connect('gateway', 'redis', 6379), 'open', 'control: the gateway reaches Redis')
  for (const host of ['mongo', ...addresses]) {
    assert.equal(await connect('worker', host, 27017), 'open', `control: a worker reaches MongoDB at ${host}`)
    assert.notEqual(await connect('gateway', host, 27017), 'open', `the gateway reaches MongoDB at ${host}`)
  }
}

/** The directory has no key that opens or makes seals, and the gateway no way to it, by name or by address. */
export async function directoryIsApart(project: ComposeProject): Promise<void> {
  const [directory] = (await project.containers()).get('directory') ?? []
  const addresses = Object.values(directory!.NetworkSettings.Networks).map(({ IPAddress }) => IPAddress)
  for (const host of ['directory', ...addresses])
    assert.notEqual(await project.evaluate('gateway', CONNECT, host, '3000'), 'open', `the gateway reaches ${host}`)
  assert.equal(await project.evaluate('directory', CONNECT, 'mongo', '27017'), 'open', 'control: it reaches MongoDB')
  assert.deepEqual(await project.evaluate('directory', FIND_PRIVATE_KEYS), [], 'the directory has a private key')
  const names = directory!.Mounts.map(({ Name }) => Name ?? '').join(' ')
  assert.ok(!/gateway-keys|worker-keys/.test(names), 'the directory mounts the keys of others')
}

/** The notifier calls other people's addresses: it holds nothing but Redis and the file of endpoints. */
export async function notifierIsApart(project: ComposeProject): Promise<void> {
  const [mongo] = (await project.containers()).get('mongo') ?? []
  const addresses = Object.values(mongo!.NetworkSettings.Networks).map(({ IPAddress }) => IPAddress)
  assert.equal(await project.evaluate('notifier', CONNECT, 'redis', '6379'), 'open', 'control: it reaches Redis')
  for (const host of ['mongo', ...addresses])
    assert.notEqual(await project.evaluate('notifier', CONNECT, host, '27017'), 'open', `the notifier reaches ${host}`)
  assert.deepEqual(await project.evaluate('notifier', FIND_PRIVATE_KEYS), [], 'the notifier has a private key')
}

export async function gatewayHoldsNoSecretOfTheWorkers(project: ComposeProject): Promise<void> {
  const containers = await project.containers()
  const gateway = containers.get('gateway')![0]!
  const worker = containers.get('worker')![0]!
  const mentionsMongo = ({ Config }: Container) => /mongo/i.test(Config.Env.join('\n'))
  assert.ok(mentionsMongo(worker), 'control: the environment of a worker names MongoDB')
  assert.ok(!mentionsMongo(gateway), 'the environment of the gateway names MongoDB')

  const privateKeys = async (service: string) => (await project.evaluate(service, FIND_PRIVATE_KEYS)) as string[]
  assert.equal((await privateKeys('worker')).length, 1, 'control: a worker has one private key')
  assert.deepEqual(await privateKeys('gateway'), [], 'the gateway has a private key')

  const theirs = new Set(worker.Mounts.map(({ Name }) => Name))
  assert.ok(!gateway.Mounts.some(({ Name }) => theirs.has(Name)), 'the gateway and a worker share a volume')
}

export async function onlyGatewayAndDirectoryArePublished(project: ComposeProject): Promise<void> {
  const published = [...(await project.containers())].flatMap(([service, containers]) =>
    containers
      .flatMap(({ NetworkSettings }) => Object.values(NetworkSettings.Ports).flatMap((bindings) => bindings ?? []))
      .map(({ HostIp, HostPort }) => `${service} at ${HostIp}:${HostPort}`),
  )
  assert.deepEqual(published.toSorted(), [
    `directory at 127.0.0.1:${project.directoryPort}`,
    `gateway at 127.0.0.1:${project.port}`,
  ])
}

/** No container runs as root, writes outside of volumes, has a capability, or can use up the memory of the machine. */
export async function everyContainerIsConfined(project: ComposeProject): Promise<void> {
  for (const { Name, Config, HostConfig } of [...(await project.containers()).values()].flat()) {
    assert.ok(Config.User && !/^(root|0)(:|$)/.test(Config.User), `${Name} runs as root`)
    assert.ok(HostConfig.ReadonlyRootfs, `${Name} can write to its root file system`)
    assert.deepEqual(HostConfig.CapDrop, ['ALL'], `${Name} has capabilities`)
    assert.match(String(HostConfig.SecurityOpt), /no-new-privileges/, `${Name} may gain privileges`)
    assert.ok(HostConfig.Memory > 0, `${Name} has no memory limit`)
  }
}
