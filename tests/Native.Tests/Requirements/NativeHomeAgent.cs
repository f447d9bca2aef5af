using DsMip.Linux;
using DsMip.Tunnel;

namespace DsMip.Native.Tests.Requirements;

/// <summary>A router between the home addresses, behind the tunnel, and the rest of the world, which is a second TUN.</summary>
internal sealed class NativeHomeAgent : NativeEnd
{
    private readonly TunDevice _world;

    public NativeHomeAgent() : base(atHomeAgent: true)
    {
        Namespace.Sysctl("net.ipv6.conf.all.forwarding", "1");
        Namespace.Sysctl("net.ipv4.conf.all.forwarding", "1");
        _world = Namespace.Run(() => TunDevice.Open("world0"));
        Namespace.Ip("link set world0 up");
        Namespace.Ip($"address add {NativePlan.HomeAgent}/128 dev dsmip0 nodad");
        Namespace.Ip($"route add {NativePlan.Home} dev dsmip0");
        Namespace.Ip($"route add {NativePlan.Home4} dev dsmip0");
        Namespace.Ip($"route add {NativePlan.Correspondent} dev world0");
        Namespace.Ip($"route add {NativePlan.Correspondent4} dev world0");
    }

    /// <summary>A packet of a correspondent node.</summary>
    public void FromWorld(byte[] packet) => Assert.Equal(Errno.None, _world.Write(packet));

    /// <summary>The one packet of the mobile node that the kernel has forwarded.</summary>
    public byte[] ToWorld() => ToWorld(IsMobileNodes);

    /// <summary>The ICMPv6 error that the kernel has sent to a correspondent node.</summary>
    public byte[] ErrorToWorld() => ToWorld(packet => packet[6] == IpProtocol.Icmpv6 && packet[40] < 128);

    /// <summary>Tells the kernel, as the daemon does, that a packet it has sealed is too long.</summary>
    public void Report(byte[] sealedPacket, int mtu)
    {
        var error = new byte[TunnelIcmp.MaximumSize];
        Assert.True(new TunnelIcmp(NativePlan.HomeAgent, default).TryPacketTooBig(sealedPacket, mtu, error, out var length, out _));
        using var sender = Namespace.Run(() => new FrameSender());
        Assert.Equal(Errno.None, sender.Send(error.AsSpan(0, length)));
    }

    public override void Dispose()
    {
        _world.Dispose();
        base.Dispose();
    }

    private byte[] ToWorld(Func<byte[], bool> isWanted)
    {
        var buffer = new byte[FrameLayout.BufferSize];
        var length = 0;
        Assert.True(SpinWait.SpinUntil(() => (length = _world.Read(buffer)) > 0 && isWanted(buffer), TimeSpan.FromSeconds(2)), "nothing was sent");
        return buffer[..length];
    }

    private static bool IsMobileNodes(byte[] packet) => packet[0] >> 4 == 4
        ? Ipv4Address.Read(packet.AsSpan(12)) == NativePlan.Home4
        : Ipv6Address.Read(packet.AsSpan(8)) == NativePlan.Home;
}
