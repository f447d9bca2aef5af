using DsMip.Linux;
using DsMip.Linux.Netlink;
using DsMip.Linux.Netlink.Xfrm;

namespace DsMip.Native.Tests.Xfrm;

public sealed class XfrmMigrateTests : IDisposable
{
    private static readonly Ipv6Address CareOf = Ipv6Address.Parse("2001:db8:99::5");
    private static readonly XfrmSelector Payload = new(NetworkPrefix.Host(XfrmHost.Node), NetworkPrefix.DefaultIpv6);
    private static readonly XfrmMigration Move =
        new(XfrmMode.Tunnel, 7, XfrmHost.Node, XfrmHost.HomeAgent, CareOf, XfrmHost.HomeAgent);

    private readonly XfrmHost _host = new();

    public XfrmMigrateTests()
    {
        _host.Kernel.Add(XfrmHost.State() with { Mode = XfrmMode.Tunnel, Replay = new XfrmReplay(41, 0) });
        _host.Kernel.Ensure(new XfrmPolicy(Payload, XfrmDirection.Out, 1)
        {
            Template = new XfrmTemplate(XfrmMode.Tunnel, XfrmHost.Node, XfrmHost.HomeAgent, 7),
        });
    }

    public void Dispose() => _host.Dispose();

    [NativeTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void State_and_template_get_new_addresses_and_keep_everything_else(bool tellsKeyManager)
    {
        _host.Kernel.Migrate(Payload, XfrmDirection.Out, [Move], tellsKeyManager ? (CareOf, XfrmHost.HomeAgent) : null);
        var state = Assert.Single(_host.Kernel.GetStates());
        Assert.Equal((XfrmHost.StateId, (IpAddress)CareOf, 7u, 41ul), (state.Id, state.Source, state.Reqid, state.Replay!.OutboundLast));
        Assert.Equal((IpAddress)CareOf, Assert.Single(_host.Kernel.GetPolicies()).Template!.Source);
        Assert.Contains("src 2001:db8:99::5 dst 2001:db8::1 proto esp spi 0x00001001", _host.States);
    }

    [NativeFact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Equal(Errno.ENOENT, Refused(() => _host.Kernel.Migrate(Payload, XfrmDirection.In, [Move], null)));
        Assert.Equal(Errno.ENODATA, Refused(() => _host.Kernel.Migrate(Payload, XfrmDirection.Out, [Move with { Reqid = 8 }], null)));
    }

    private static Errno Refused(Action migrate) => Assert.Throws<LinuxException>(migrate).Errno;
}
