import { configOf, type Descriptor, type Repository } from './repository.ts'
import { tarball } from './tarball.ts'

const base = tarball([{ path: 'base', content: 'in both' }])

/** Two images that had the same tag, one after the other. The layers of the second are 1.5 KiB each. */
export const versions = {
  latest: [base, tarball([{ path: 'version', content: 'one' }, { path: 'only-in-one' }])],
  next: [base, tarball([{ path: 'version', content: 'two' }])],
}

/** Puts both; `next` is where `latest` will lead to. */
export async function putVersions(repository: Repository): Promise<Descriptor[]> {
  const put = Object.entries(versions).map(([tag, layers]) =>
    repository.putImage(
      configOf(...layers),
      layers.map((content) => ({ content })),
      { tag },
    ),
  )
  return Promise.all(put)
}
