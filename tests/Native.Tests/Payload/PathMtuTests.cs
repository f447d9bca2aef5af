using DsMip.Native.Tests.Requirements;
using DsMip.Tunnel;

namespace DsMip.Native.Tests.ProtectedPayloads;

/// <summary>
/// A sealed packet that does not fit is reported to the kernel, which has sealed it; from then on the kernel tells the senders of the clear packets
/// what they may use, ESP taken into account (RFC 4301 8.2.1).
/// </summary>
[Clause("4301-8.2-path-mtu")]
public sealed class PathMtuTests : IDisposable
{
    private const byte PacketTooBig = 2;

    private readonly NativeHomeAgent _homeAgent = new();

    public void Dispose() => _homeAgent.Dispose();

    [NativeTheory]
    [InlineData(Encapsulation.Ipv6, 1400)]
    [InlineData(Encapsulation.UdpIpv4, 1400)]
    public void The_kernel_learns_what_the_path_takes(Encapsulation encapsulation, int pathMtu)
    {
        _homeAgent.FromWorld(Datagram.Ipv6(1, extra: 1400 - 49));
        var tooBig = _homeAgent.TakeSealed();
        var fits = ProtectedPayloadMtu.Of(encapsulation, pathMtu);
        Assert.InRange(tooBig.Length, fits + 1, 1500);

        _homeAgent.Report(tooBig, fits);

        _homeAgent.FromWorld(Datagram.Ipv6(2, extra: 1400 - 49));
        var error = _homeAgent.ErrorToWorld();
        Assert.Equal(PacketTooBig, error[Ipv6Header.Size]);
        var clear = error[Ipv6Header.Size + 6] << 8 | error[Ipv6Header.Size + 7];
        Assert.InRange(clear, 1280, 1399);

        // As long as the sender is told, and it fits after sealing.
        _homeAgent.FromWorld(Datagram.Ipv6(3, extra: clear - 49));
        Assert.InRange(_homeAgent.TakeSealed().Length, fits - 16, fits);
    }

    /// <summary>The error has to come from the home address itself: from the home agent in the clear it would be payload that lacks protection.</summary>
    [NativeFact]
    public void So_does_the_mobile_nodes()
    {
        using var mobileNode = new NativeMobileNode();
        using var application = mobileNode.Application(NativePlan.Address(NativePlan.Home));
        var server = new System.Net.IPEndPoint(NativePlan.Address(NativePlan.Correspondent), NativePlan.Port);
        application.Send(new byte[1350], server);
        var tooBig = mobileNode.TakeSealed();
        Assert.InRange(tooBig.Length, 1401, 1500);

        mobileNode.Report(tooBig, 1400, from: NativePlan.Home);

        application.Send(new byte[1350], server);
        Assert.All(mobileNode.TakeAllSealed(), packet => Assert.InRange(packet.Length, 1, 1400));
    }
}
