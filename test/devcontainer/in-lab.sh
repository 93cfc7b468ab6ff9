# Run by main.ts in a lab that has podman. Each command is shown, with what it printed and how long it took.
set -e
export TMPDIR=/store/tmp
# There is no network for the steps of the Dockerfile.
export BUILDAH_ISOLATION=chroot

mkdir /store /person
mount /run/lab/base.disk /store
mount /run/lab/checkout.disk /person
mkdir /store/tmp
# A person's own files, who is not root.
chown -R 1000:1000 /person/drydock

# podman as on a machine of its own, with Debian's runc.
rm /etc/containers/containers.conf /etc/containers/storage.conf
cat >/etc/containers/containers.conf <<X
[containers]
netns = "none"
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "runc"
X
cat >/etc/containers/storage.conf <<X
[storage]
driver = "overlay"
graphroot = "/store/podman"
runroot = "/run/podman"
X
cp /store/root/usr/sbin/runc /usr/sbin

# An image of nothing, whose layer then gets the files of the stand-in: reading them through a pipe takes minutes.
mkdir /store/tmp/empty
tar -cf /store/tmp/empty.tar -C /store/tmp/empty .
podman import /store/tmp/empty.tar docker.io/library/node:24-bookworm-slim 2>/dev/null
mv /store/root/* /store/podman/overlay/*/diff

devcontainer() {
  command=$1
  shift
  node /person/cli/node_modules/@devcontainers/cli/devcontainer.js "$command" \
    --docker-path podman --workspace-folder /person/drydock "$@"
}
typed() {
  echo "\$ $*"
  began=$(date +%s)
  status=0
  "$@" </dev/null 2>&1 || status=$?
  echo "# exit code $status, $(($(date +%s) - began)) s"
  echo
  return $status
}

typed devcontainer up
typed devcontainer exec npm run --silent doctor
typed devcontainer exec npm run --silent grade -- --all --solution
typed devcontainer exec npm run --silent box -- 06 solution run -v /workspaces/drydock/made:/made busybox touch /made/here
typed stat -c '%u %n' /person/drydock/made/here
typed podman stop --latest
typed stat -c '%u %n' /person/drydock/made/here /person/drydock/node_modules
