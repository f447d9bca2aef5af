namespace DsMip.Linux.Tests;

public sealed class LinkTests : IDisposable
{
    private readonly OneHost _host = new();

    public void Dispose() => _host.Dispose();

    [NamespaceFact]
    public void Links_are_those_that_ip_lists()
    {
        using var tun = _host.Namespace.Run(() => TunDevice.Open("dsmip0"));
        var expected = _host.Ask("-d link").Select(l => (
            (int)l!["ifindex"]!, (string)l["ifname"]!, (string?)l["linkinfo"]?["info_kind"] ?? "", (int)l["mtu"]!,
            l["flags"]!.AsArray().Any(f => (string)f! == "UP"), l["flags"]!.AsArray().Any(f => (string)f! == "LOOPBACK")));

        Assert.Equal(expected, _host.Kernel.GetLinks().Select(l => (l.Index, l.Name, l.Kind, l.Mtu, l.IsUp, l.IsLoopback)));
        Assert.Equal(3, _host.Kernel.GetLinks().Count);
    }

    [NamespaceFact]
    public void Up_down_and_mtu_are_set()
    {
        _host.Kernel.SetMtu(_host.Eth0, 1400);
        _host.Kernel.SetDown(_host.Eth0);
        Assert.Equal(1400, (int)_host.Ask("link show eth0")[0]!["mtu"]!);
        Assert.DoesNotContain("UP", _host.Ask("link show eth0")[0]!["flags"]!.AsArray().Select(f => (string)f!));
        _host.Kernel.SetUp(_host.Eth0);
        Assert.Contains("UP", _host.Ask("link show eth0")[0]!["flags"]!.AsArray().Select(f => (string)f!));
    }

    [NamespaceFact]
    public void Carrier_follows_the_far_end()
    {
        Assert.True(_host.Kernel.GetLink("eth0").IsRunning);
        _host.Peer.Ip("link set peer0 down");
        var link = _host.Kernel.GetLink("eth0");
        Assert.True(link.IsUp);
        Assert.False(link.HasCarrier);
        Assert.False(link.IsRunning);
    }

    [NamespaceFact]
    public void A_carrier_that_went_and_came_back_leaves_a_trace()
    {
        var before = _host.Kernel.GetLink("eth0").CarrierLosses;
        _host.Peer.Ip("link set peer0 down");
        _host.Peer.Ip("link set peer0 up");
        Assert.Equal(before + 1, _host.Kernel.GetLink("eth0").CarrierLosses);
    }

    [NamespaceFact]
    public void Refusals_name_the_operation_and_the_kernels_reason()
    {
        var mtu = Assert.Throws<LinuxException>(() => _host.Kernel.SetMtu(_host.Eth0, 10));
        Assert.Equal(Errno.EINVAL, mtu.Errno);
        Assert.Equal(
            $"setting the MTU of interface {_host.Eth0} to 10: EINVAL (Invalid argument); the kernel says: mtu less than device minimum",
            mtu.Message);
        Assert.Equal(Errno.ENODEV, Assert.Throws<LinuxException>(() => _host.Kernel.SetUp(9999)).Errno);
        Assert.Equal(Errno.ENODEV, Assert.Throws<LinuxException>(() => _host.Kernel.GetLink("nosuch0")).Errno);
    }
}
