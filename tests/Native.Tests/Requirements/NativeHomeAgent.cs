using DsMip.Linux;

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
    public byte[] ToWorld()
    {
        var buffer = new byte[FrameLayout.BufferSize];
        var length = 0;
        Assert.True(SpinWait.SpinUntil(() => (length = _world.Read(buffer)) > 0 && IsMobileNodes(buffer), TimeSpan.FromSeconds(2)), "nothing was forwarded");
        return buffer[..length];
    }

    public override void Dispose()
    {
        _world.Dispose();
        base.Dispose();
    }

    private static bool IsMobileNodes(byte[] packet) => packet[0] >> 4 == 4
        ? Ipv4Address.Read(packet.AsSpan(12)) == NativePlan.Home4
        : Ipv6Address.Read(packet.AsSpan(8)) == NativePlan.Home;
}
