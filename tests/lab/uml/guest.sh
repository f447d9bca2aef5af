#!/bin/bash
# The first process inside User-Mode Linux; started by run-in-uml.sh from its temporary directory.
work=$(dirname "$0")
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
mkdir -p /dev/pts /dev/shm
mount -t devpts pts /dev/pts
mount -t tmpfs shm /dev/shm
mount -t tmpfs run /run
mkdir -p /run/netns /run/lock /run/work

# The directories that hold our own files and the caller's may lie under /tmp, which is hidden from here on.
mount -t hostfs none /run/work -o "$work"
here=$(sed -n 's/^cd //p' /run/work/environment | tail -n 1)
mount -t tmpfs tmp /tmp
chmod 1777 /tmp
case $here in /tmp/*) eval "mkdir -p $here; mount -t hostfs none $here -o $here" ;; esac

# Debian keeps the modules of this kernel apart from those of the host; the kernel itself calls modprobe too.
mkdir -p /run/modules/lib/modules /run/bin
ln -s "/usr/lib/uml/modules/$(uname -r)" /run/modules/lib/modules/
printf '#!/bin/sh\nexec /sbin/modprobe -d /run/modules "$@"\n' >/run/bin/modprobe
chmod 755 /run/bin/modprobe
echo /run/bin/modprobe >/proc/sys/kernel/modprobe
for module in tun veth ip6_tunnel tunnel4 esp4 esp6 xfrm_user mip6 af_key authenc authencesn gcm ctr cbc hmac seqiv echainiv drbg \
    sch_netem cls_bpf $(cat /run/work/modules); do
    /run/bin/modprobe -q "$module"
done
ip link set lo up

(
    . /run/work/environment
    export PATH="/run/bin:$PATH:/usr/sbin:/sbin"
    unset TMPDIR
    # Every page that is mapped or touched costs 50 us here. .NET: machine code mapped once, not twice, and none of it only to be measured; 8 MiB
    # of new objects until the next collection uses the same pages again, not as many as the processor's cache has.
    export DOTNET_EnableWriteXorExecute=0 DOTNET_TieredPGO=0 DOTNET_GCgen0size=0x800000
    eval "$(cat /run/work/command)"
) </dev/null >/run/work/output 2>&1
echo $? >/run/work/exit
sync
poweroff -f
