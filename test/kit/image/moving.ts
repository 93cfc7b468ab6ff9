import { configOf, type Repository } from './repository.ts'
import { tarball } from './tarball.ts'

const base = tarball([
  { path: './', type: 'directory' },
  { path: 'base', content: 'in both' },
])

const versions = {
  latest: [base, tarball([{ path: 'version', content: 'one' }, { path: 'only-in-one' }])],
  next: [base, tarball([{ path: 'version', content: 'two' }])],
}

/** Puts two versions of an image. `latest` is the first, and will lead to `next`. */
export async function putVersions(repository: Repository): Promise<unknown> {
  const put = Object.entries(versions).map(([tag, layers]) =>
    repository.putImage(
      configOf(...layers),
      layers.map((content) => ({ content })),
      { tag },
    ),
  )
  return Promise.all(put)
}
