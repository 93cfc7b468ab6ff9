/** What is there for a container on the machine, its link and its rules, has its name from the container's process. */
export const nameFor = (pid: number) => `drydock${pid}`

/** Is that the name of something we made, for whichever container? */
export const isOurs = (name: string) => /^drydock\d+$/.test(name)
