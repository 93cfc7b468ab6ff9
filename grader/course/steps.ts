/** A step that can be graded. */
export interface Step {
  /** `05` */
  number: string
  /** Its folder under `steps/`, `solutions/` and `grader/checks/`, and the name of its lesson: `05-cgroups`. */
  folder: string
  title: string
}

export const steps: Step[] = [
  { number: '02', folder: '02-processes', title: 'Processes' },
  { number: '03', folder: '03-namespaces', title: 'Namespaces' },
  { number: '04', folder: '04-chroot', title: 'A root filesystem of its own' },
  { number: '05', folder: '05-cgroups', title: 'Control groups' },
  { number: '06', folder: '06-volumes', title: 'Volumes' },
  { number: '07', folder: '07-network', title: 'Network' },
  { number: '08', folder: '08-layers', title: 'Layers' },
  { number: '09', folder: '09-hardening', title: 'Hardening' },
  { number: '10', folder: '10-oci', title: 'An OCI runtime' },
]

/** `steps: 02 03 04 …`, for whoever named one that is not there. */
export const validSteps = `steps: ${steps.map(({ number }) => number).join(' ')}`

/** Finds the step that a person means by `5`, `05` or `05-cgroups`. */
export function findStep(name: string): Step | undefined {
  return steps.find((step) => step.folder === name || step.number === name.padStart(2, '0'))
}

/** The step that comes after the one with this number; undefined after the last. */
export const stepAfter = (number: string): Step | undefined => steps.find((step) => step.number > number)

/** The step that a TODO belongs to: `5.3` is of step 05. */
export function stepOf(todo: string): Step {
  const step = findStep(todo.split('.')[0] ?? '')
  if (!step) throw new Error(`${todo} is no TODO of any step`)
  return step
}
