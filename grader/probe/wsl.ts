import { release } from 'node:os'

/** Whether this kernel is that of WSL 2, under a container of Docker Desktop, too: `5.15.153.1-microsoft-standard-WSL2`. */
export const isWsl2 = (kernel = release()) => /microsoft.*WSL2/i.test(kernel)
