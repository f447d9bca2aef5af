using DsMip.Linux.Interop;

namespace DsMip.Linux.Netlink.Xfrm;

/// <summary>A policy of one socket, which the kernel asks before those of the host (<c>IP_XFRM_POLICY</c>, <c>IPV6_XFRM_POLICY</c>).</summary>
internal static unsafe class SocketPolicy
{
    /// <summary>What the socket sends passes every policy as it is. Nothing happens where the kernel has no policies, or does not let us.</summary>
    internal static void Bypass(Descriptor socket, IpFamily family)
    {
        var policy = new WirePolicy
        {
            Selector = new WireSelector { Family = (ushort)family },
            Limits = WireLimits.None,
            Direction = (byte)XfrmDirection.Out,
            Action = XfrmAction.Allow,
        };
        var (level, option) = family == IpFamily.Ipv4 ? (Level.Ip, IpOption.XfrmPolicy) : (Level.Ipv6, Ipv6Option.XfrmPolicy);
        if (Libc.SetSocketOption(socket, level, option, &policy, (uint)sizeof(WirePolicy)) == 0) return;
        // Without XFRM or its netlink, or without CAP_NET_ADMIN, nobody of ours has put policies there either.
        if (LinuxException.LastErrno is not (Errno.ENOPROTOOPT or Errno.EOPNOTSUPP or Errno.EINVAL or Errno.EPERM))
            throw LinuxException.Last("letting a socket past the policies of IPsec");
    }
}
