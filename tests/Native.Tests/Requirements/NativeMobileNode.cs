using DsMip.Tunnel;

namespace DsMip.Native.Tests.Requirements;

/// <summary>Everything but itself is behind the tunnel.</summary>
internal sealed class NativeMobileNode : NativeEnd
{
    public NativeMobileNode() : base(atHomeAgent: false)
    {
        Namespace.Ip($"address add {NativePlan.Home}/128 dev dsmip0 nodad");
        Namespace.Ip($"address add {NativePlan.Home4}/32 dev dsmip0");
        Namespace.Ip($"route add default dev dsmip0 src {NativePlan.Home}");
        Namespace.Ip("route add 0.0.0.0/0 dev dsmip0");
    }

    /// <summary>Tells the kernel, as the daemon does, that a packet it has sealed is too long.</summary>
    public void Report(byte[] sealedPacket, int mtu, Ipv6Address from)
    {
        var error = new byte[TunnelIcmp.MaximumSize];
        Assert.True(new TunnelIcmp(from, default).TryPacketTooBig(sealedPacket, mtu, error, out var length, out _));
        Open(error[..length]);
    }
}
