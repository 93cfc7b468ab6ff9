/** Is a path that folder, cgroup or mount point, or below it? */
export const isWithin = (path: string, folder: string) =>
  path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`)
